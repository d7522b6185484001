"""What a service tells outsiders about itself and the events, with no network needed.

`/docs` is its HTTP, `/docs/events` is what everybody says on Kafka. Both are made of
what programs read: `/openapi.json`, `/asyncapi.json`, `/schemas/<type>.json`.
"""
