"""Pydantic models of what the service takes and gives; the OpenAPI document is made from them."""
