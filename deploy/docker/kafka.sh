#!/bin/bash
# Formats the storage once, with `admin` as its first user, and becomes the broker.
set -euo pipefail
settings=/tongban/server.properties
password=$(<"/tongban/admin.password")
cluster=$(sed -n 's/^cluster.id=//p' /var/lib/kafka/data/meta.properties 2>/dev/null || true)
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted -c "$settings" \
  -t "${cluster:-$(/opt/kafka/bin/kafka-storage.sh random-uuid)}" \
  --add-scram "SCRAM-SHA-512=[name=admin,password=$password]"
exec /opt/kafka/bin/kafka-server-start.sh "$settings"
