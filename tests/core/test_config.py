"""Settings are read from the environment, and a bad one is told by its name and what it may be."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.core.config import Settings


@pytest.fixture
def set_plans(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without settings, in a folder without an .env file."""
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def refusal(set_plans: pytest.MonkeyPatch, name: str, value: str) -> str:
    set_plans.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    return str(refused.value)


def test_service_runs_without_any_setting(set_plans: pytest.MonkeyPatch) -> None:
    del set_plans
    settings = Settings()
    assert settings.sqlite_file == Path("data/plans.db")
    assert (settings.host, settings.port, settings.timezone) == ("127.0.0.1", 8000, "Europe/London")
    assert settings.write_origins == ()
    assert settings.sqlite_synchronous == "FULL"


def test_settings_are_read_from_the_environment_and_from_a_file(set_plans: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PLANS_PORT=9000\nPLANS_HOST=0.0.0.0\nUNRELATED=1\n")
    set_plans.setenv("PLANS_PORT", "9001")
    set_plans.setenv("PLANS_DATABASE_URL", "postgresql+psycopg://plans:secret@db/plans")
    settings = Settings()
    assert (settings.host, settings.port, settings.sqlite_file) == ("0.0.0.0", 9001, None)  # noqa: S104


def test_origins_are_parted_by_commas_and_written_as_browsers_send_them(
    set_plans: pytest.MonkeyPatch,
) -> None:
    set_plans.setenv("PLANS_WRITE_ORIGINS", " https://Intranet.Example/ ,http://localhost:5173,, ")
    assert Settings().write_origins == ("https://intranet.example", "http://localhost:5173")
    set_plans.setenv("PLANS_WRITE_ORIGINS", "")
    assert Settings().write_origins == ()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" https://plans.example/ ", "https://plans.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://intranet.example/plans/", "https://intranet.example/plans"),
        ("HTTPS://Plans.Example:8443/Of/Us", "https://plans.example:8443/Of/Us"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]"),
        ("http://192.0.2.7:80", "http://192.0.2.7:80"),
        ("https://plans_1.a-b.example/..plans", "https://plans_1.a-b.example/..plans"),
        ("", None),
    ],
)
def test_public_address_is_written_as_is_usual_without_its_last_slash(
    set_plans: pytest.MonkeyPatch, written: str, address: str | None
) -> None:
    set_plans.setenv("PLANS_PUBLIC_URL", written)
    assert Settings().public_url == address


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://h:::",
            "https://[::1",
            "https://[::1]x",
            "https://[v1.x]",
            "https://[::1]]",
            "https://[1:2]",
        ),
        *("https://h:99999", "https://h:0", "https://h:08", "https://h:-1", "https://h:\u0661"),
        *("https://-", "https://-h", "https://a..b", "https://.", "https://h-", f"https://{'h' * 64}"),
        *("https://" + "h." * 127 + "h", "https://999.0.2.7", "https://192.0.2", "https://", "https://:80"),
        *("https://x/a/../b", "https://x/.", "https://x/./a", "https://x//a", "https://x/a#b", "https://x?"),
        *(
            "https://user@x",
            "https://user:secret@x",
            "ftp://x",
            "//x",
            "https:x",
            "https://x\n/a",
            "https://x y",
        ),
    ],
)
def test_public_address_that_leads_nowhere_is_refused(set_plans: pytest.MonkeyPatch, address: str) -> None:
    message = refusal(set_plans, "PLANS_PUBLIC_URL", address)
    assert "such as https://plans.example" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PLANS_PORT", "eighty", "integer"),
        ("PLANS_PORT", "0", "greater than or equal to 1"),
        ("PLANS_PORT", "65536", "less than or equal to 65535"),
        ("PLANS_TIMEZONE", "London", "no IANA time zone"),
        ("PLANS_TIMEZONE", "../etc/passwd", "no IANA time zone"),
        ("PLANS_TIMEZONE", "", "no IANA time zone"),
        ("PLANS_DATABASE_URL", "plans.db", "must begin with sqlite:/// or postgresql+psycopg://"),
        (
            "PLANS_DATABASE_URL",
            "postgresql://db/plans",
            "must begin with sqlite:/// or postgresql+psycopg://",
        ),
        ("PLANS_DATABASE_URL", "sqlite:///", "names no database"),
        ("PLANS_DATABASE_URL", "sqlite:///plans.db?mode=ro", "takes no parameters"),
        ("PLANS_DATABASE_URL", "postgresql+psycopg://db", "names no database"),
        ("PLANS_DATABASE_URL", "postgresql+psycopg://plans:x@db:port/plans", "can't be read"),
        ("PLANS_SQLITE_SYNCHRONOUS", "off", "FULL|NORMAL"),
        ("PLANS_REQUESTS_IN_FLIGHT", "0", "greater than or equal to 1"),
        ("PLANS_WAIT_SECONDS", "nan", "less than or equal to 60"),
        ("PLANS_WAIT_SECONDS", "inf", "less than or equal to 60"),
        ("PLANS_MAX_FILE_BYTES", "20MB", "integer"),
        ("PLANS_ACCESS_LOG", "perhaps", "boolean"),
        ("PLANS_WRITE_ORIGINS", "*", "such as https://intranet.example"),
        ("PLANS_WRITE_ORIGINS", "https://intranet.example/app", "such as https://intranet.example"),
        ("PLANS_WRITE_ORIGINS", "intranet.example", "such as https://intranet.example"),
        ("PLANS_PUBLIC_URL", "plans.example", "such as https://plans.example"),
        ("PLANS_PUBLIC_URL", "https://plans.example/?a=b", "such as https://plans.example"),
        ("PLANS_PUBLIC_URL", 'https://plans.example/"><b>', "such as https://plans.example"),
    ],
)
def test_bad_setting_is_told_by_its_name_and_what_it_may_be(
    set_plans: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    message = refusal(set_plans, name, value)
    assert name.removeprefix("PLANS_").lower() in message
    assert told in message


def test_refused_address_of_a_database_does_not_show_its_password(set_plans: pytest.MonkeyPatch) -> None:
    message = refusal(set_plans, "PLANS_DATABASE_URL", "mysql://plans:hunter2@db/plans")
    assert "hunter2" not in message
