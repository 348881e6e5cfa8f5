"""The style guide and the sign-in in a real browser: accessible, within the policy, nothing cut off."""

import pytest

pytestmark = pytest.mark.browser

PAGES = [
    "/styleguide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
# Plotly writes two style elements of its own; chart pages allow them by their hash.
PLOTLY = "sha256-"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1360])
def test_pages_are_accessible_whole_and_within_the_policy(browser, served, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and PLOTLY not in message.text and "404" not in message.text
            else None
        ),
    )
    for path in PAGES:
        page.goto(served + path)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response["violations"]
        assert [(path, item["id"], item["nodes"][0]["html"]) for item in found] == []
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, (path, width)
    assert said == []
    context.close()


def test_the_keyboard_reaches_the_content_first_and_fields_from_the_summary(browser, served):
    page = browser.new_page()
    page.goto(served + "/accounts/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.goto(served + "/styleguide/")
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.close()


def test_the_theme_is_kept_and_set_before_the_first_paint(browser, served):
    page = browser.new_page()
    page.goto(served + "/accounts/login/")
    page.click("[data-theme-switch] button[value=dark]")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload(wait_until="commit")
    page.wait_for_selector("h1")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(21, 20, 18)"
    page.close()


def test_a_block_is_pasted_past_locked_cells_and_the_rest_is_told(browser, served):
    page = browser.new_page()
    page.goto(served + "/styleguide/")
    page.focus("[name=a]")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "1,200\\n2\\t3\\n4\\n5");
            document.activeElement.dispatchEvent(new
                ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert [page.input_value(f"[name={name}]") for name in "abcd"] == ["1,200", "2", "3", "51"]
    assert page.inner_text("[data-grid-told]") == "2 values did not fit: 4, 5"
    page.focus("[name=a]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "b"
    page.close()


def test_what_cannot_be_sent_is_kept_and_sent_later(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(served + "/styleguide/")
    context.set_offline(True)
    page.fill("[name=a]", "240")
    page.wait_for_selector("[data-saved][data-state=kept]")
    assert "240" in page.evaluate("JSON.stringify(localStorage)")
    context.set_offline(False)
    page.wait_for_selector("[data-saved][data-state=saved]")
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_what_was_kept_comes_back_when_the_form_is_opened_again(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(served + "/styleguide/")
    page.evaluate(
        """() => localStorage.setItem(
            `concert.draft:#main`,
            JSON.stringify({at: Date.now(), entries: [["a", "240"], ["d", "99"]]})
        )"""
    )
    page.reload()
    page.wait_for_selector("[data-saved][data-state]")
    assert page.input_value("[name=a]") == "240"
    assert page.input_value("[name=d]") == "51", "a locked cell keeps what the server says"
    context.close()
