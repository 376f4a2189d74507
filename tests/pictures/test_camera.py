"""Pictures of HTML from a real browser: their size to the pixel, dark and light, and that nothing is run or loaded."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator

import pytest
from PIL import Image

from commhub.contracts import Attachment
from commhub.pictures.camera import DESKTOP, PHONE, TALLEST, Camera, NoBrowser, NoPicture, browser_path
from commhub.pictures.cut import READ, told_of
from commhub.pictures.shots import Shot, with_pictures
from tests.browser.looking import chromium

RED, GREEN, WHITE, BLACK = (255, 0, 0), (0, 128, 0), (255, 255, 255), (0, 0, 0)
BLOCK = "<!doctype html><body style='margin:0'><div style='height:500px;background:rgb(255,0,0)'></div>"


@pytest.fixture(scope="module")
def camera() -> Iterator[Camera]:
    with Camera(chromium()) as camera:
        yield camera


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_picture_has_the_width_that_was_asked_for_and_the_height_that_it_needs(camera: Camera, width: int) -> None:
    image = opened(camera.shoot(BLOCK, width=width))
    assert image.size == (width, 500)
    assert image.getcolors() == [(width * 500, RED)]


def test_scale_is_picture_pixels_for_each_of_the_document(camera: Camera) -> None:
    assert opened(camera.shoot(BLOCK, width=PHONE, scale=2)).size == (2 * PHONE, 1000)


def test_the_same_document_gives_the_same_bytes_also_from_another_browser(camera: Camera) -> None:
    html = "<h1>Hello 李小明, שלום</h1><p style='font-family:Georgia'>serif</p>"
    first = camera.shoot(html, width=PHONE)
    camera.shoot(BLOCK, width=DESKTOP, dark=True)
    assert camera.shoot(html, width=PHONE) == first
    with Camera(chromium()) as other:
        assert other.shoot(html, width=PHONE) == first


def test_text_is_drawn_with_our_fonts_whatever_the_machine_has(camera: Camera) -> None:
    families = ["'Noto Sans'", "Arial, Helvetica, sans-serif", "'DejaVu Serif', Georgia, serif", "Liberation Mono"]
    families += ["'Segoe UI', Roboto, 'Noto Sans SC', sans-serif"]  # what most people have comes before what we have
    drawn = {
        camera.shoot(f'<!doctype html><html lang=en><p style="font:16px {family}">Your claim 李小明', width=PHONE)
        for family in families
    }
    assert len(drawn) == 1


def test_dark_is_by_the_document_s_own_styles_where_it_has_some(camera: Camera) -> None:
    html = (
        "<!doctype html><style>body{margin:0;background:#fff}@media (prefers-color-scheme: dark){body{background:#008000}}"
        "</style><body><div style='height:300px'></div>"
    )
    assert opened(camera.shoot(html, width=PHONE)).getpixel((5, 5)) == WHITE
    assert opened(camera.shoot(html, width=PHONE, dark=True)).getpixel((5, 5)) == GREEN
    assert opened(camera.shoot(html, width=PHONE)).getpixel((5, 5)) == WHITE


def test_a_document_without_dark_styles_is_turned_dark_as_mail_programs_do(camera: Camera) -> None:
    html = "<!doctype html><body style='margin:0;background:#fff;color:#000'><div style='height:300px'>text</div>"
    assert opened(camera.shoot(html, width=PHONE)).getpixel((5, 200)) == WHITE
    assert max(opened(camera.shoot(html, width=PHONE, dark=True)).getpixel((5, 200))) < 60


def test_nothing_is_loaded_from_anywhere(camera: Camera) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(0.5)

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    asked.append(connection.recv(200))

        done = threading.Event()
        thread = threading.Thread(target=listen)
        thread.start()
        camera.shoot(
            f"<!doctype html><link rel=preconnect href='{address}'><link rel=stylesheet href='{address}/s.css'>"
            f"<style>@import url('{address}/i.css');@font-face{{font-family:x;src:url({address}/f.woff)}}"
            f"body{{background:url({address}/b.png);font-family:x}}</style><meta http-equiv=refresh content='0;{address}'>"
            f"<img src='{address}/p.png'><img srcset='{address}/q.png 2x'><iframe src='{address}'></iframe>"
            f"<object data='{address}/o'></object><video src='{address}/v' autoplay></video>text",
            width=PHONE,
        )
        camera.shoot(BLOCK, width=PHONE)
        done.set()
        thread.join()
    assert asked == []


def test_no_script_runs_and_no_file_is_read(camera: Camera) -> None:
    html = BLOCK + "<script>document.body.style.display='none'</script><img src=x onerror=\"document.body.remove()\">"
    assert opened(camera.shoot(html, width=PHONE)).getpixel((5, 5)) == RED
    frame = "<!doctype html><style>*{margin:0;border:0}</style><iframe width=300 height=300 src='file:///etc/passwd'></iframe>"
    inside = opened(camera.shoot(frame, width=PHONE)).crop((0, 0, 300, 300))
    assert inside.getcolors() == [(90_000, WHITE)]


def test_a_picture_in_the_document_itself_is_seen(camera: Camera) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), GREEN).save(stream, format="PNG")
    html = "<!doctype html><body style='margin:0'><img src='cid:logo@x' style='display:block'>"
    whole = with_pictures(html, [Attachment("logo.png", "image/png", stream.getvalue(), "logo@x")])
    assert opened(camera.shoot(whole, width=PHONE)).getpixel((10, 10)) == GREEN


def test_the_height_is_bounded(camera: Camera) -> None:
    tall = "<!doctype html><body style='margin:0'><div style='height:900000px'></div>"
    picture = camera.shoot(tall, width=PHONE)
    assert opened(picture).size == (PHONE, TALLEST)
    assert re.fullmatch(r"cut off at 12,000 of \d\d+,\d{3} pixels", told_of(picture[:READ]))
    assert told_of(camera.shoot("<p>Short.</p>", width=PHONE)) == ""


def test_what_is_too_large_is_refused_in_words_and_the_next_one_is_taken(camera: Camera) -> None:
    with pytest.raises(NoPicture, match=r"its HTML has 20\.0 million characters, and pictures are taken of at most 6"):
        camera.shoot("x" * 20_000_000, width=PHONE)
    assert opened(camera.shoot(BLOCK, width=PHONE)).size == (PHONE, 500)


def test_a_document_that_does_not_end_is_given_up_and_the_next_one_is_taken() -> None:
    with Camera(chromium(), patience=0.001) as hasty:
        with pytest.raises(NoPicture, match="the browser made no picture of it"):
            hasty.shoot(BLOCK, width=PHONE)
        hasty.patience = 15.0
        assert opened(hasty.shoot(BLOCK, width=PHONE)).size == (PHONE, 500)


def test_a_missing_browser_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoBrowser, match="COMMHUB_CHROMIUM names /nowhere/chromium, where there is no program"):
        browser_path("/nowhere/chromium")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoBrowser, match="please install Chromium"):
        Camera()


def test_a_program_that_is_no_browser_is_told() -> None:
    with pytest.raises(NoBrowser, match="/bin/true does not start"), Camera("/bin/true"):
        pass


def test_a_picture_is_known_by_all_that_it_depends_on() -> None:
    shots = [Shot("a", 375), Shot("b", 375), Shot("a", 800), Shot("a", 375, True), Shot("a", 375, scale=2)]
    names = {shot.name(version) for shot in shots for version in ("1", "2")}
    assert len(names) == 10
    assert all(name.startswith("pictures/") and name.endswith(".png") for name in names)
