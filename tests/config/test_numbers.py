"""Numbers from the environment."""

import pytest

from lapor.config import numbers
from lapor.config.trouble import Trouble


def test_without_a_setting_the_usual_number_is_taken():
    assert (numbers.port({}), numbers.pool({})) == (8000, 0)
    assert (numbers.port({"PORT": "8080"}), numbers.pool({"LAPOR_DB_POOL": "4"})) == (8080, 4)


@pytest.mark.parametrize("given", ["abc", "99999", "0", "-1", "8_000", "9" * 5000, "٨٠٨٠"])
def test_what_is_no_port_is_refused_in_one_sentence(given):
    with pytest.raises(Trouble, match="PORT harus berupa angka dari 1 sampai 65535"):
        numbers.port({"PORT": given})


def test_what_is_no_pool_is_refused_in_one_sentence():
    with pytest.raises(Trouble, match="LAPOR_DB_POOL"):
        numbers.pool({"LAPOR_DB_POOL": "x"})
