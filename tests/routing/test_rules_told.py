"""A ruling says why, in the city's words and in both languages."""

from contracts.intake import CaseAccepted
from tests.routing.world import case_accepted, rulebook


def told(**said: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ruling = rulebook().ruling(case_accepted(**said))
    return ruling.why_zh, ruling.why_en


def test_each_table_says_its_row_its_conditions_and_what_it_decided():
    zh, en = told(category="property-fire-lane")

    assert zh == (
        (
            "“诉求和办事由谁办”第8行(property-fire-lane):分类为“消防通道”,"
            "所以主办为消防救援支队,协办为青石街道办事处(办件所在街道)、"
            "住房和城乡建设局(依据:消防法 28)。"
        ),
        (
            "“多久办”第14行(complaint):诉求类型为“投诉”,"
            "所以时限为5个工作日(本市规定,潍坊 20)。"
        ),
        "“轻重缓急”第11行(any):其余情况,所以优先级为3(1最先)。",
    )
    assert en[0] == (
        "“Who handles a request or a service”, row 8 (property-fire-lane): category is "
        "“Fire lanes”, so Fire and Rescue leads, helped by Qingshi Street Office (the "
        "street office of its area), Housing Bureau (消防法 28)."
    )


def test_a_rule_of_a_parent_says_that_the_case_is_within_it():
    zh, en = told(category="labour-injury", kind="dispute")

    assert "分类属于“劳动与社保”,所以主办为综治中心" in zh[0]
    assert "category is within “Work and social insurance”" in en[0]
    assert "类别为“纠纷”,分类属于“劳动与社保”,所以时限为15个自然日(法定" in zh[1]


def test_a_rule_of_a_district_says_so():
    zh, en = told(category="transit-roads", area="990102101001")

    assert "区域属于“柳树镇”,所以主办为柳树镇人民政府" in zh[0]
    assert "area is within “Liushu Town”" in en[0]


def test_of_several_words_the_one_that_held_is_told():
    zh, _ = told(category="utilities", item="heat", kind="request")

    assert "事项为“供暖”,所以主办为燃气热力公司,协办为城市管理局。" in zh[0]


def test_a_case_no_rule_knows_is_told_as_left_to_a_person():
    zh, en = told(category="other")

    assert zh[0] == (
        "“诉求和办事由谁办”中没有规则适用"
        "(分类“其他”、事项“未填写”、区域“并蒂里社区”),转人工派单。"
    )
    assert en[0].endswith("; a dispatcher decides.")


def test_a_rule_whose_street_is_not_found_is_told_as_left_to_a_person():
    zh, en = told(area="990102")

    assert "分类为“物业与小区”,所以主办未能确定。" in zh[0]
    assert zh[-1] == "区域“滨湖区”没有对应的街道办事处,转人工派单。"
    assert en[-1] == (
        "No street office serves the area “Binhu District”; a dispatcher decides."
    )


def test_both_languages_tell_the_same_number_of_things():
    for case in ({}, {"category": "other"}, {"area": "9901"}, {"kind": "dispute"}):
        zh, en = told(**case)
        assert len(zh) == len(en) >= 3


def test_what_is_asked_of_a_case_names_no_person():
    asked = {"kind", "request_type", "item", "category", "area", "channel", "urgency"}

    assert asked < set(CaseAccepted.model_fields)


def test_a_report_says_why_it_goes_to_nobody_it_accuses():
    said = case_accepted(request_type="report", accused=("housing",))
    helped = rulebook().ruling(said)
    led = rulebook().ruling(said.model_copy(update={"accused": ("street-qingshi",)}))

    assert "housing" not in helped.co_handlers
    assert "略去一个:举报不交给被举报单位及其下属单位" in helped.why_zh[0]
    assert (led.lead, led.rule) == (None, "accused")
    assert led.why_en[-1].startswith("The report is about")
