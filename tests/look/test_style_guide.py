"""The style guide and the sign-in in a real browser: accessible, within the policy, nothing cut off."""

import pytest

from tests.look.conftest import until

pytestmark = pytest.mark.browser

PAGES = [
    "/styleguide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
# The two style elements Plotly writes: one empty, one that changes with its version. Nothing else may pass.
PLOTLY = [
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=",
]


def expected(message):
    """Whether the browser only says what must be so: Plotly's styles, and the page that is not there."""
    return any(hash_ in message.text for hash_ in PLOTLY) or "/no-such-page/" in message.location["url"]


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
            said.append(message.text) if message.type == "error" and not expected(message) else None
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


def test_a_figure_is_drawn_live_when_it_is_seen_and_again_when_the_theme_changes(browser, served):
    page = browser.new_page(color_scheme="light")
    page.goto(served + "/styleguide/")
    assert page.locator(".plot-live svg").count() == 0
    page.locator("[data-chart]").scroll_into_view_if_needed()
    page.wait_for_selector(".plot-live .scatterlayer path.js-line")
    line = "getComputedStyle(document.querySelector('.plot-live .scatterlayer path.js-line')).stroke"
    assert page.evaluate(line) == "rgb(10, 117, 112)"
    page.emulate_media(color_scheme="dark")
    until(page, line, "rgb(92, 201, 189)")
    page.close()


def test_the_first_tab_leads_to_the_content(browser, served):
    page = browser.new_page()
    page.goto(served + "/accounts/password/reset/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    until(page, "document.activeElement.id", "main")
    page.close()


def test_the_summary_leads_to_the_field(browser, served):
    page = browser.new_page()
    page.goto(served + "/styleguide/")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.close()


def test_a_table_sorts_with_what_is_hidden_at_the_end(browser, served):
    page = browser.new_page()
    page.goto(served + "/styleguide/")
    head = page.locator("table[data-sortable] th").nth(1)
    names = "[...document.querySelectorAll('table[data-sortable] tbody th')].map(cell => cell.textContent)"
    head.locator("button").click()
    assert (head.get_attribute("aria-sort"), page.evaluate(names)) == (
        "ascending",
        ["Eastside", "Riverbend Unified", "Maple Street"],
    )
    head.locator("button").click()
    assert (head.get_attribute("aria-sort"), page.evaluate(names)) == (
        "descending",
        ["Riverbend Unified", "Eastside", "Maple Street"],
    )
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
            data.setData("text/plain", "1,200\\n2\\t3\\n4\\n5\\n6");
            document.activeElement.dispatchEvent(new
                ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    names = ["a", "b", "c", "sessions", "d"]
    assert [page.input_value(f"[name={name}]") for name in names] == ["1,200", "2", "3", "4", "51"]
    assert page.inner_text("[data-grid-told]") == "2 values did not fit: 5, 6"
    page.focus("[name=a]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "b"
    page.close()


def test_on_a_phone_a_finished_row_is_folded_and_opens_at_a_touch(browser, served):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(served + "/styleguide/")
    row = page.locator("tr[data-done]")
    folded = row.bounding_box()["height"]
    row.locator("label").click()
    assert page.evaluate("document.activeElement.id") == "cell-sessions"
    assert row.bounding_box()["height"] > 2 * folded
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
