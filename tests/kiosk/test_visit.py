"""What the visit itself promises, on virtual time."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import weakref

import pytest

from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.rules.proofs import Option, Question
from kiosk.rules.texts import Text
from kiosk.steps.choices import AskQuestion, HowMany
from kiosk.steps.hall import Doing, MoreToDo, Trouble, Waiting
from kiosk.steps.identity import Ask, EnterNumber
from kiosk.visit import End
from tests.kiosk.recorders import GoBack, Leave, Silence, rig
from tests.kiosk.virtual_time import run

COPIES = HowMany(3, Text("证明"))


def question(key: str) -> AskQuestion:
    options = (Option("a", Text("甲")), Option("b", Text("乙")))
    return AskQuestion(Question(key, Text(key), options), Text("事项"))


def test_a_person_who_goes_away_is_warned_at_90_s_and_wiped_at_120_s() -> None:
    async def flow(visit: CitizenVisit) -> None:
        await visit.ask(COPIES)

    async def main() -> None:
        visit, person, *_ = rig([(HowMany, Silence())], {})
        assert await visit.run(flow) is End.IDLE
        assert asyncio.get_running_loop().time() == pytest.approx(120, abs=0.1)
        assert person.warned == [30.0, None]
        assert person.wiped == 1

    run(main())


def test_a_touch_keeps_the_page_for_another_90_s() -> None:
    async def flow(visit: CitizenVisit) -> None:
        await visit.ask(COPIES)

    async def main() -> None:
        visit, person, *_ = rig([(HowMany, Silence())], {})
        asyncio.get_running_loop().call_later(100, visit.touched)
        assert await visit.run(flow) is End.IDLE
        assert asyncio.get_running_loop().time() == pytest.approx(220, abs=0.1)

    run(main())


def test_leaving_during_a_write_waits_for_it_and_shows_no_page_after_it() -> None:
    written: list[str] = []

    async def write() -> None:
        await asyncio.sleep(2)
        written.append("done")

    async def flow(visit: CitizenVisit) -> None:
        await visit.commit(Doing.FILING, write)
        await visit.ask(COPIES)

    async def main() -> None:
        visit, person, *_ = rig([(Waiting, Leave())], {})
        assert await visit.run(flow) is End.LEFT
        assert written == ["done"]
        assert person.shown == [Waiting(Doing.FILING, may_leave=False)]

    run(main())


def test_trouble_of_a_write_is_said_on_its_page_even_if_it_came_before_the_page_and_goes_with_it() -> None:
    async def flow(visit: CitizenVisit) -> None:
        async def write() -> None:
            visit.troubled("printer.jam")
            await asyncio.sleep(1)
            visit.troubled("")
            await asyncio.sleep(1)

        await visit.commit(Doing.PRINTING, write)
        await visit.commit(Doing.PRINTING, asyncio.sleep, 1)

    async def main() -> None:
        visit, person, *_ = rig([(Waiting, Silence()), (Waiting, Silence()), (Waiting, Silence())], {})
        assert await visit.run(flow) is End.DONE
        quiet = Waiting(Doing.PRINTING, may_leave=False)
        assert person.shown == [dataclasses.replace(quiet, trouble="printer.jam"), quiet, quiet]

    run(main())


def test_leaving_during_a_read_ends_at_once() -> None:
    async def flow(visit: CitizenVisit) -> None:
        await visit.wait_for(Doing.LOOKING_UP, asyncio.sleep, 1000)

    async def main() -> None:
        visit, person, *_ = rig([(Waiting, Leave())], {})
        assert await visit.run(flow) is End.LEFT
        assert asyncio.get_running_loop().time() < 1

    run(main())


def test_a_quick_read_shows_no_waiting_page() -> None:
    async def flow(visit: CitizenVisit) -> None:
        await visit.wait_for(Doing.LOOKING_UP, asyncio.sleep, 0.2)

    async def main() -> None:
        visit, person, *_ = rig([], {})
        assert await visit.run(flow) is End.DONE
        assert person.shown == []

    run(main())


def test_going_back_keeps_the_answer_as_a_suggestion_and_reads_nothing_twice() -> None:
    reads: list[int] = []

    async def read(number: int) -> int:
        reads.append(number)
        return number

    async def questions(visit: CitizenVisit) -> tuple[str, str, int]:
        first = await visit.ask(question("一"))
        await visit.wait_for(Doing.LOOKING_UP, read, 1)
        second = await visit.ask(question("二"))
        return first, second, await visit.ask(COPIES)

    result: list[object] = []

    async def flow(visit: CitizenVisit) -> None:
        result.append(await visit.walk(questions))

    async def main() -> None:
        script = [(AskQuestion, "a"), (AskQuestion, "a"), (HowMany, GoBack(2)), (AskQuestion, "b"), (HowMany, 3)]
        visit, person, *_ = rig(script, {})
        assert await visit.run(flow) is End.DONE
        assert result == [("a", "b", 3)]
        assert person.before == [None, None, None, "a", 2]
        assert reads == [1]

    run(main())


def test_another_answer_drops_what_followed_from_the_first() -> None:
    async def questions(visit: CitizenVisit) -> str:
        if await visit.ask(question("一")) == "a":
            return await visit.ask(question("二"))
        copies = await visit.ask(COPIES)
        return str(copies)

    result: list[str] = []

    async def flow(visit: CitizenVisit) -> None:
        result.append(await visit.walk(questions))

    async def main() -> None:
        visit, *_ = rig([(AskQuestion, "a"), (AskQuestion, GoBack()), (AskQuestion, "b"), (HowMany, 2)], {})
        await visit.run(flow)
        assert result == ["2"]

    run(main())


def test_an_answer_to_a_page_no_longer_shown_is_dropped() -> None:
    async def flow(visit: CitizenVisit) -> None:
        first = question("一")
        assert await visit.ask(first) == "a"
        visit.answer(first, "b")
        assert await visit.ask(COPIES) == 2

    async def main() -> None:
        visit, *_ = rig([(AskQuestion, "a"), (HowMany, 2)], {})
        assert await visit.run(flow) is End.DONE

    run(main())


def test_a_wrong_phone_number_stays_on_the_page_and_says_what_is_wrong() -> None:
    async def flow(visit: CitizenVisit) -> None:
        assert await visit.ask(EnterNumber(Ask.PHONE, 11, 11)) == "13800000001"

    async def main() -> None:
        visit, person, *_ = rig(
            [(EnterNumber, "1380000"), (EnterNumber, "12800000001"), (EnterNumber, "13800000001")], {}
        )
        assert await visit.run(flow) is End.DONE
        assert [e[0].text.zh for e in person.errors] == ["还差 4 位数字", "手机号以 13 至 19 开头，请再看一下"]

    run(main())


def test_a_commit_inside_a_walk_is_refused_because_going_back_would_repeat_it() -> None:
    async def questions(visit: CitizenVisit) -> None:
        await visit.commit(Doing.FILING, asyncio.sleep, 0)

    async def flow(visit: CitizenVisit) -> None:
        with pytest.raises(RuntimeError, match="inside a walk"):
            await visit.walk(questions)

    async def main() -> None:
        visit, *_ = rig([], {})
        assert await visit.run(flow) is End.DONE

    run(main())


def test_a_fault_of_the_program_ends_in_a_page_and_leads_home(caplog: pytest.LogCaptureFixture) -> None:
    async def flow(visit: CitizenVisit) -> None:
        raise KeyError("420102198506150026")

    async def main() -> None:
        visit, person, *_ = rig([(Trouble, Silence())], {})
        assert await visit.run(flow) is End.DONE
        assert person.shown == [Trouble("terminal.fault")]

    run(main())
    assert "KeyError" in caplog.text
    assert "420102198506150026" not in caplog.text, "a number of a person must never reach the log"


def test_a_failure_nobody_caught_is_shown_in_its_own_words() -> None:
    async def flow(visit: CitizenVisit) -> None:
        raise Failure("platform.unreachable")

    async def main() -> None:
        visit, person, *_ = rig([(Trouble, None)], {})
        await visit.run(flow)
        assert person.shown == [Trouble("platform.unreachable")]

    run(main())


def test_after_the_visit_nothing_of_the_person_is_reachable() -> None:
    class Secret:
        """Something of the person."""

    async def main() -> None:
        kept: list[weakref.ref[object]] = []

        async def read() -> Secret:
            secret = Secret()
            kept.append(weakref.ref(secret))
            return secret

        async def questions(visit: CitizenVisit) -> Secret:
            secret = await visit.wait_for(Doing.LOOKING_UP, read)
            await visit.ask(COPIES)
            return secret

        async def flow(visit: CitizenVisit) -> None:
            secret = await visit.walk(questions)
            await visit.ask(MoreToDo())
            assert secret

        visit, person, *_ = rig([(HowMany, 1), (MoreToDo, Silence())], {})
        assert await visit.run(flow) is End.IDLE
        gc.collect()
        assert kept[0]() is None
        assert visit.holder is None

    run(main())


def test_a_program_that_ends_during_a_write_lets_it_finish_and_wipes() -> None:
    written: list[str] = []

    async def write() -> None:
        await asyncio.sleep(2)
        written.append("done")

    async def flow(visit: CitizenVisit) -> None:
        await visit.commit(Doing.FILING, write)
        await visit.ask(COPIES)

    async def main() -> None:
        visit, person, *_ = rig([], {})
        running = asyncio.create_task(visit.run(flow))
        await asyncio.sleep(1)
        running.cancel()
        await asyncio.wait([running])
        assert running.cancelled()
        assert written == ["done"]
        assert person.wiped == 1

    run(main())


def test_a_write_that_never_ends_does_not_keep_the_program_from_ending() -> None:
    async def flow(visit: CitizenVisit) -> None:
        await visit.commit(Doing.PRINTING, asyncio.sleep, 1_000_000)

    async def main() -> None:
        visit, person, *_ = rig([], {})
        running = asyncio.create_task(visit.run(flow))
        await asyncio.sleep(1)
        running.cancel()
        await asyncio.wait([running])
        assert asyncio.get_running_loop().time() < 15
        assert person.wiped == 1

    run(main())
