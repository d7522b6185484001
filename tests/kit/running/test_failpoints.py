from services.kit.running.failpoints import Failpoints


def test_the_power_goes_at_the_nth_time_and_only_once(tmp_path):
    cuts = []
    for _ in range(2):
        points = Failpoints("after-save:2", tmp_path / "cut", lambda: cuts.append(1))
        for point in ("after-save", "after-publish", "after-save", "after-save"):
            points.reached(point)

    assert len(cuts) == 1


def test_unarmed_nothing_happens():
    points = Failpoints("", None, lambda: (_ for _ in ()).throw(AssertionError))
    points.reached("after-save")

    assert points.armed == ""
