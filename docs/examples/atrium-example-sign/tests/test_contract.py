"""The sign keeps every clause of the driver contract, one test a clause."""

from drivers.conformance.plugin import conformance_tests

from atrium_example_sign.case import CASE

test_the_sign_keeps_the_contract = conformance_tests(CASE)
