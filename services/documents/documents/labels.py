"""French words that are no template's: names of files, as people see them in their downloads."""

# By kind of document; plain letters, for every mail program and disk.
FILE_NAMES = {
    "completion_certificate": "certificat-de-realisation",
    "end_of_training_statement": "attestation-de-fin-de-formation",
    "convocation": "convocation",
}
