"""Devices that read barcodes and QR codes: scanners and cameras, one package per protocol."""
