"""The description of the API in OpenAPI 3.1: made from the views and serializers, with our examples and problems."""
