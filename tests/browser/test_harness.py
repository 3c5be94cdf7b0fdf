"""The harness sees what it promises to see; without this, silence would prove nothing."""

import pytest


def test_asking_another_host_is_a_fault_and_is_stopped(page, faults):
    page.goto("/admin/login/")
    with page.expect_event("requestfailed"):
        page.evaluate("() => { new Image().src = 'http://elsewhere.example/x.png' }")

    assert [fault for fault in faults if "elsewhere.example" in fault]
    faults.clear()


def test_a_script_error_is_a_fault(page, faults):
    page.goto("/admin/login/")
    with page.context.expect_event("weberror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('broken on purpose') }) }")

    assert [fault for fault in faults if "broken on purpose" in fault]
    faults.clear()


def test_breaking_the_policy_is_a_fault(page, faults):
    page.goto("/no-such-page/")
    with page.expect_console_message(lambda message: "Content Security" in message.text):
        page.evaluate(
            "() => { const s = document.createElement('script');"
            " s.textContent = '1'; document.head.append(s) }"
        )

    assert [fault for fault in faults if fault.startswith("content security policy")]
    faults.clear()


def test_axe_finds_what_is_wrong(page, assert_accessible):
    page.goto("/admin/login/")
    page.evaluate("() => { document.body.innerHTML = '<main><h1>Ảnh</h1><img src=\"\"></main>' }")

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible("main")
