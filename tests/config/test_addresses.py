"""Which database, as whom."""

import pytest

from lapor.config import addresses
from lapor.config.trouble import Trouble

APP, OWNER = "postgresql://app:p%40ss@db:5433/lapor?sslmode=require", "postgres://own@/lapor?host=/run/pg"


def test_an_address_becomes_djangos_settings():
    made = addresses.django(APP, pool=4)
    assert (made["HOST"], made["PORT"], made["USER"], made["PASSWORD"]) == ("db", "5433", "app", "p@ss")
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"]["max_size"] == 4
    assert addresses.django(OWNER)["HOST"] == "/run/pg"


def test_only_a_process_that_migrates_is_the_owner(tmp_path):
    environ = {"DATABASE_URL": APP, "DATABASE_URL_DIRECT": OWNER}
    assert addresses.chosen(tmp_path, environ) == APP
    assert addresses.chosen(tmp_path, {**environ, addresses.AS_OWNER: "1"}) == OWNER
    assert "lapor_app@" in addresses.chosen(tmp_path, {})


def test_a_pooled_connection_is_tried_before_it_is_used():
    assert addresses.django(APP, pool=4)["CONN_HEALTH_CHECKS"] is True
    assert addresses.django(APP)["CONN_HEALTH_CHECKS"] is False


@pytest.mark.parametrize(
    "url", ["mysql://a@b/c", "postgresql://host/", "lapor", "postgresql://h:x/lapor", "postgresql://[h/lapor"]
)
def test_an_address_that_is_none_of_postgresql_is_refused(url):
    with pytest.raises(Trouble, match="DATABASE_URL"):
        addresses.django(url)
