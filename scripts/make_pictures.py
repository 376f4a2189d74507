"""Makes the pictures of the README from a real demo: what the terminal showed, a page of the desk, a mail and a letter.

Record a demo in a terminal of 120 columns, leave it running, and hand over what was recorded:

    script --flush --quiet --command "make demo" demo.ansi
    .venv/bin/python scripts/make_pictures.py demo.ansi MAIL.eml LETTER.pdf http://127.0.0.1:8000 /admin/PAGE/

The page is shown as the demo's reviewer sees it. Chromium or Chrome is needed. Look at every picture before you commit it.
"""

from __future__ import annotations

import base64
import email
import email.policy
import http.client
import http.cookies
import io
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLUMNS = 120
END_OF_TABLE = "Where to look"
CONTROL = re.compile(r"\x1b\[(\d*)([A-LN-Za-ln-z])|\x1b\[\?\d+[hl]|\r(?!\n)|\r?\n")
WIDE = "[\u2e80-\u9fff\uff00-\uffef]+"
LENGTH_OF_WIDE = re.compile(rf' textLength="[^"]*"(?=[^>]*>{WIDE})')
THEME = TerminalTheme(
    (250, 250, 248), (34, 40, 46), [(34, 40, 46), (176, 42, 42), (20, 110, 70), (150, 96, 0), (40, 80, 150),
    (120, 60, 140), (20, 110, 120), (90, 96, 102)],
)  # fmt: skip
FRAME = """<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>.{unique_id}-matrix {{ font: 21px "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace }}
{styles}</style><defs><clipPath id="{unique_id}-clip-terminal"><rect width="100%" height="100%"/></clipPath>{lines}</defs>
<rect width="100%" height="100%" fill="rgb(250,250,248)"/>{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></svg>"""


def screen_of(recorded: str) -> list[str]:
    """The lines that stood on the screen in the end; what the demo wrote over on its way is gone."""
    lines, row = [""], 0
    position = 0
    for match in CONTROL.finditer(recorded):
        lines[row] += recorded[position : match.start()]
        position = match.end()
        count, command = match.group(1), match.group(2)
        if match.group(0).endswith("\n"):
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif command == "A":
            row = max(0, row - int(count or 1))
        elif command == "K":
            lines[row] = ""
    lines[row] += recorded[position:]
    return lines


def picture_of_terminal(recording: Path) -> None:
    lines = screen_of(recording.read_bytes().decode())  # read_text would take carriage returns for line ends
    begin = next(number for number, line in enumerate(lines) if "✓" in line)
    end = next(number for number, line in enumerate(lines) if END_OF_TABLE in line)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ make demo"))
    for line in lines[begin:end]:
        text = Text.from_ansi(line)
        text.highlight_regex(WIDE, "not strike")  # a style of their own sets wide letters in an element of their own
        console.print(text, no_wrap=True, crop=False)
    svg = LENGTH_OF_WIDE.sub("", console.export_svg(theme=THEME, code_format=FRAME, title=""))
    height = 26 * (end - begin + 2)
    page = f'<!doctype html><meta charset="utf-8"><body style="margin:16px;background:#fafaf8">{svg}'
    shoot_html(page, "demo", 1480, height, trim=True)


def picture_of_mail(mail: Path) -> None:
    """The HTML of a mail as a mail program shows it, with its images in place."""
    message = email.message_from_bytes(mail.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    html = ""
    images: dict[str, str] = {}
    for part in message.walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_content_type() == "text/html":
            html = content.decode()
        elif identity := part["Content-ID"]:
            data = base64.b64encode(content).decode()
            images["cid:" + identity.strip("<>")] = f"data:{part.get_content_type()};base64,{data}"
    for address, data in images.items():
        html = html.replace(address, data)
    shoot_html(html, "email", 720, 1300, trim=True)


def picture_of_letter(pdf: Path) -> None:
    page = pypdfium2.PdfDocument(pdf)[0]
    keep(page.render(scale=1.4).to_pil(), "letter")


def picture_of_page(base: str, path: str, login: tuple[str, str], name: str, size: tuple[int, int]) -> None:
    """A page of the desk as this person sees it."""
    cookie = session_of(base, *login)

    class WithCookie(BaseHTTPRequestHandler):
        """Hands requests on to the demo with the session's cookie, which a headless browser cannot be given."""

        def do_GET(self) -> None:
            connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=120)
            connection.request("GET", self.path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for header in ("Content-Type", "X-Frame-Options", "Content-Security-Policy"):
                if value := answer.getheader(header):
                    self.send_header(header, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), WithCookie)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shoot(f"http://127.0.0.1:{server.server_port}{path}", name, *size)
    server.shutdown()


def session_of(base: str, user: str, password: str) -> str:
    """The cookie of a session of this person, by the login form."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)
    connection.request("GET", "/admin/login/")
    answer = connection.getresponse()
    answer.read()
    token = http.cookies.SimpleCookie(answer.getheader("Set-Cookie"))["csrftoken"].value
    form = {"csrfmiddlewaretoken": token, "username": user, "password": password, "next": "/admin/"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
    connection.request("POST", "/admin/login/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    cookies = http.cookies.SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or []:
        cookies.load(header)
    return f"sessionid={cookies['sessionid'].value}"


def shoot_html(html: str, name: str, width: int, height: int, *, trim: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, "utf-8")
        shoot(page.as_uri(), name, width, height, trim=trim)


def shoot(address: str, name: str, width: int, height: int, *, trim: bool = False) -> None:
    browser = next((found for each in ("chromium", "google-chrome") if (found := shutil.which(each))), None)
    if browser is None:
        sys.exit("Chromium or Chrome is needed, and neither was found on the path.")
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", f"--user-data-dir={folder}"]
        options += [f"--screenshot={shot}", f"--window-size={width},{height}", "--virtual-time-budget=60000"]
        subprocess.run([browser, *options, address], check=True, capture_output=True, timeout=300)
        picture = Image.open(shot).convert("RGB")
    keep(trimmed(picture) if trim else picture, name)


def trimmed(picture: Image.Image) -> Image.Image:
    """The picture without the empty rows at its bottom."""
    ground = Image.new("RGB", picture.size, "#" + picture.crop((0, 0, 1, 1)).tobytes().hex())
    box = ImageChops.difference(picture, ground).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, box[3] + 16))) if box else picture


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture down with few colours, which is small and as good to the eye."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png: {picture.width} x {picture.height}")


def main() -> None:
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    recording, mail, letter, base, path = sys.argv[1:]
    picture_of_terminal(Path(recording))
    picture_of_mail(Path(mail))
    picture_of_letter(Path(letter))
    picture_of_page(base, path, ("reviewer", "reviewer-demo-1"), "review", (1280, 980))


if __name__ == "__main__":
    main()
