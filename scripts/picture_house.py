"""The installation in which scripts.make_publish_pictures takes its pictures: its people, its server, its mail, its logo."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "brand_assets" / "fonts" / "NotoSans-Bold.ttf"
WAIT_SECONDS = 420
PASSWORD = "a picture tells more"
PEOPLE = {
    "mia": ("Mia Moreau", "Marketers"),
    "theo": ("Theo Lind", "Marketers"),
    "ben": ("Ben Okafor", "Brand reviewers"),
    "lena": ("Lena Hart", "Legal reviewers"),
    "cara": ("Cara Lindqvist", "Compliance reviewers"),
    "ada": ("Ada Novak", "Administrators"),
}


@contextmanager
def installation(folder: Path) -> Iterator[str]:
    """A store with the library and these people, and a server for it; answers its address."""
    os.environ |= {"COMMHUB_DEBUG": "1", "COMMHUB_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "commhub.settings"}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mail").mkdir(exist_ok=True)
    for command in (["migrate", "-v0"], ["load_library"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    django.setup()
    from commhub.demo.capture_smtp import MailCapture  # noqa: PLC0415 - it asks for the settings, there from here on
    from commhub.demo.supervise import free_port  # noqa: PLC0415 - likewise

    make_people()
    with MailCapture(folder / "mail") as mail:
        base = f"http://127.0.0.1:{free_port()}"
        environment = os.environ | {"EMAIL_PORT": str(mail.port), "COMMHUB_PUBLIC_URL": base}
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", base.removeprefix("http://")],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=(folder / "server.log").open("w"),
        )  # fmt: skip
        try:
            wait_for(base)
            yield base
        finally:
            server.terminate()
            server.wait()


def make_people() -> None:
    """Three policies: what carries a brand is seen by its owners, legal words by lawyers, and all of it by compliance."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - models load after django.setup()

    from commhub.approval.groups import DEFAULT_POLICY  # noqa: PLC0415 - likewise
    from commhub.approval.models import ApprovalPolicy, ApprovalStep  # noqa: PLC0415 - likewise

    for username, (name, group) in PEOPLE.items():
        first, last = name.split()
        person, _ = User.objects.get_or_create(username=username, first_name=first, last_name=last, is_staff=True)
        person.email = f"{username}@brightwater.example.com"
        person.set_password(PASSWORD)
        person.save()
        person.groups.set([Group.objects.get(name=group)])
    ApprovalStep.objects.filter(policy__name=DEFAULT_POLICY).update(order=3)
    asked = (
        ("What carries a brand is seen by its owners", ["brand", "asset", "layout"], 1, "Brand reviewers"),
        ("Content blocks are read by a lawyer", ["content-block"], 2, "Legal reviewers"),
    )
    for title, kinds, order, role in asked:
        policy, made = ApprovalPolicy.objects.get_or_create(name=title, kinds=kinds)
        if made:
            ApprovalStep.objects.create(policy=policy, order=order, role=Group.objects.get(name=role), count=1)


def wait_for(base: str) -> None:
    for _ in range(WAIT_SECONDS):
        try:
            urlopen(f"{base}/healthz").close()  # noqa: S310 - our own server
        except URLError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The server did not start.")


def newest_mail(folder: Path) -> str:
    newest = max((folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    message = email.message_from_bytes(newest.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def drawn_logo(colour: str) -> Image.Image:
    """Two waves and the name."""
    picture = Image.new("RGBA", (1600, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for top in (110, 190):
        for left in (20, 140):
            pen.arc((left, top, left + 120, top + 100), 180, 360, fill=colour, width=30)
    pen.text((320, 95), "Brightwater", fill=colour, font=ImageFont.truetype(FONT, 190))
    return picture
