"""The table of topics in the language of other people's tools: AsyncAPI 3.0.

Written by hand: a contract drags no library along beside pydantic. `pydantic-asyncapi`
0.3.2 knows AsyncAPI 3, but refuses this document where the official JSON Schema and
`@asyncapi/parser` accept it: a server's `security` is a list, which it takes for a map,
and of a message's bindings it allows none for Kafka. The tests hold the document to the
official schema instead.
"""
