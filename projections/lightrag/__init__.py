"""The knowledge graph and the texts of all documents on a LightRAG server."""
