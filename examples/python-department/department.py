"""A whole program: signs for each task, reads it, answers it, the lead last."""

from contracts.routing import CoHandlerReported, TaskAssigned
from tongban_department import Delivery, Department, Program, Rejected, Task

program = Program()


@program.on(TaskAssigned)
async def take(delivery: Delivery[TaskAssigned]) -> None:
    await delivery.task.acknowledge()
    await answer(delivery.task)


@program.on(CoHandlerReported)
async def hear(delivery: Delivery[CoHandlerReported]) -> None:
    if delivery.fact.open == 0:
        await answer(delivery.task)


async def answer(task: Task) -> None:
    content = await task.content()  # here your own system takes over
    try:
        await task.complete("resolved", f"“{content.title}”已经处理好了。")
    except Rejected as no:
        if no.reason != "co-handlers-open":
            raise


if __name__ == "__main__":
    night_desk = Department.from_properties(
        "clients/night-desk.properties",
        private_key="clients/night-desk.jwk",
        intake_key="keys/intake.jwk",
    )
    program.start(night_desk)
