"""Charts draw what is known to scale, and never what is unknown as 0."""

from datetime import date

from resettle.render.report import charts
from resettle.render.report.charts import HATCHED, NARROW, WIDE, Band, Bar, Lane, Segment

COLOURS = {"used": charts.NAVY, "free": charts.PALE, "unknown": charts.GREY}


def drawn(spec, mark):
    """The rows of the first layer with this mark."""
    return next(layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == mark)


def a_chart(*segments, **options):
    return charts.bars([Bar("Norway\nnor-2026", segments, end="of 10")], COLOURS, "places", **options)


def test_unknown_is_drawn_hatched_and_as_long_as_can_be_seen():
    (part,) = drawn(a_chart(Segment("unknown", None)), "bar")
    assert part["unknown"] and part["fill"] == HATCHED and part["end"] > part["start"]


def test_nothing_is_not_drawn_and_is_not_unknown():
    assert drawn(a_chart(Segment("used", 0), Segment("free", 10)), "bar")[0]["start"] == 0
    assert len(drawn(a_chart(Segment("used", 0), Segment("free", 10)), "bar")) == 1


def test_known_parts_stand_to_scale_one_after_the_other():
    used, free = drawn(a_chart(Segment("used", 4), Segment("free", 6)), "bar")
    assert (used["start"], used["end"], free["start"], free["end"]) == (0, 4, 4, 10)
    assert (used["text"], free["text"]) == ("4", "6")


def test_a_part_that_is_not_told_has_no_number():
    assert [part["text"] for part in drawn(a_chart(Segment("free", 10, told=False)), "bar")] == [""]


def test_no_tick_stands_under_what_is_unknown():
    spec = a_chart(Segment("used", 10), Segment("unknown", None))
    assert max(spec["layer"][0]["encoding"]["x"]["axis"]["values"]) <= 10


def test_a_state_that_held_for_one_day_can_be_seen():
    lane = Lane("United States", (Band(date(2016, 11, 13), date(2016, 11, 14), "used"),))
    (band,) = drawn(charts.timeline([lane], date(2016, 11, 14), COLOURS), "bar")
    assert band["end"] > band["start"] and band["text"] == "used"


def test_a_chart_without_rows_can_be_drawn():
    assert "<svg" in charts.svg(charts.bars([], COLOURS, "places"), "Nothing", "none")


def test_the_svg_says_what_it_shows_in_words_and_nothing_else_in_it_is_an_image():
    svg = charts.svg(a_chart(Segment("used", 4)), 'Places: "4" <used> & more', "places")
    assert svg.startswith('<svg role="img" aria-label="Places: &quot;4&quot; &lt;used&gt; &amp; more"')
    assert svg.count("role=") == svg.count("aria-") == 1


def test_labels_and_marks_from_a_register_are_escaped():
    spec = charts.bars([Bar("<script>", (Segment("used", 4),))], COLOURS, "places")
    assert "<script" not in charts.svg(spec, "x", "x", mark="<b>")


def test_two_charts_share_no_id_but_the_hatching():
    one, other = (charts.svg(a_chart(Segment("unknown", None)), "x", name) for name in ("one", "other"))
    assert "url(#hatched)" in one and HATCHED not in one
    assert not set(_ids(one)) & set(_ids(other))


def _ids(svg):
    return [part.partition('"')[0] for part in svg.split(' id="')[1:]]


def test_a_phone_gets_a_chart_of_its_own_width():
    for width in (WIDE, NARROW):
        svg = charts.svg(a_chart(Segment("used", 4), Segment("free", 6), width=width), "x", "x")
        assert int(svg.partition(' width="')[2].partition('"')[0]) <= width + 40


def test_colours_behind_white_text_are_dark_enough():
    for colour in charts.ON_DARK:
        assert _contrast(colour, "#FFFFFF") >= 4.5, colour
    for colour in {charts.SKY, charts.PALE, charts.AMBER, charts.GREY, charts.LIGHT}:
        assert _contrast(colour, charts.INK) >= 4.5, colour


def _contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
