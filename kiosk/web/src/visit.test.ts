import { describe, expect, test } from "vitest";

import { CENTRE, reply } from "./fakes";
import { after, begin, lengthOf, QUESTION_LIMIT, type Question, type Visit, type VisitEvent } from "./visit";

const QUESTION: Question = { id: "cau-1", text: "lam giay khai sinh can gi" };

function visitAfter(...events: readonly VisitEvent[]): Visit {
  return events.reduce(after, begin("vi"));
}

const TYPED: VisitEvent = { type: "typed", draft: QUESTION.text };
const ASKED: VisitEvent = { type: "asked", question: QUESTION };
const REPLIED: VisitEvent = { type: "replied", id: QUESTION.id, reply: reply() };

describe("a visit", () => {
  test("waits with an empty field once a question is asked", () => {
    const visit = visitAfter(TYPED, ASKED);

    expect(visit).toMatchObject({ type: "waiting", question: QUESTION, draft: "" });
  });

  test("keeps the reply, the conversation and the procedure under discussion", () => {
    const visit = visitAfter(TYPED, ASKED, REPLIED);

    expect(visit.type).toBe("ready");
    expect(visit.exchanges).toEqual([{ question: QUESTION, reply: reply() }]);
    expect(visit.conversation).toBe("cuoc-tro-chuyen-1");
    expect(visit.topic?.name).toBe("Đăng ký khai sinh");
  });

  test("puts a question that failed back into the field", () => {
    const visit = visitAfter(TYPED, ASKED, { type: "failed", id: QUESTION.id, failure: { type: "offline" } });

    expect(visit).toMatchObject({ type: "failed", draft: QUESTION.text, exchanges: [] });
  });

  test("loses nothing that was typed while waiting for a question that failed", () => {
    const visit = visitAfter(
      TYPED,
      ASKED,
      { type: "typed", draft: "còn lệ phí?" },
      { type: "failed", id: QUESTION.id, failure: { type: "server" } },
    );

    expect(visit.draft).toBe(`${QUESTION.text}\ncòn lệ phí?`);
  });

  test("keeps a draft while a button asks something else", () => {
    const visit = visitAfter({ type: "typed", draft: "đang viết dở" }, ASKED);

    expect(visit).toMatchObject({ type: "waiting", draft: "đang viết dở" });
  });

  test("asks one question at a time", () => {
    const waiting = visitAfter(TYPED, ASKED);

    expect(after(waiting, { type: "asked", question: { id: "cau-2", text: "khác" } })).toBe(waiting);
  });

  test("does not send an empty question", () => {
    const visit = visitAfter({ type: "asked", question: { id: "cau-1", text: "" } });

    expect(visit).toMatchObject({ type: "failed", failure: { type: "empty" } });
  });

  test("sends a question of exactly the limit and keeps one that is longer", () => {
    const fits = "ă".repeat(QUESTION_LIMIT);
    const tooLong = `${fits}ă`;

    expect(visitAfter({ type: "asked", question: { id: "1", text: fits } }).type).toBe("waiting");
    expect(
      visitAfter({ type: "typed", draft: tooLong }, { type: "asked", question: { id: "1", text: tooLong } }),
    ).toMatchObject({ type: "failed", failure: { type: "too_long" }, draft: tooLong });
  });

  test("takes back what it said of a draft when the draft is changed", () => {
    const refused = visitAfter({ type: "asked", question: { id: "1", text: "" } });

    expect(after(refused, TYPED)).toMatchObject({ type: "ready", draft: QUESTION.text });
  });

  test("keeps saying that there is no network while the draft is changed", () => {
    const offline = visitAfter(TYPED, ASKED, { type: "failed", id: QUESTION.id, failure: { type: "offline" } });

    expect(after(offline, { type: "typed", draft: "ngắn hơn" }).type).toBe("failed");
  });

  test("begins a new conversation when the procedure is put aside, and keeps what was said", () => {
    const visit = visitAfter(TYPED, ASKED, REPLIED, { type: "topic_dropped" });

    expect(visit).toMatchObject({ topic: null, conversation: null });
    expect(visit.exchanges).toHaveLength(1);
  });

  test("forgets everything but language and centre when it begins again", () => {
    const visit = visitAfter({ type: "language_chosen", language: "en" }, TYPED, ASKED, REPLIED, { type: "restarted" });

    expect(visit).toEqual(begin("en"));
  });

  test("keeps the centre that was read before while the network is away", () => {
    const read = visitAfter({ type: "centre_read", centre: CENTRE });

    expect(after(read, { type: "centre_read", centre: null }).centre).toBe(CENTRE);
  });

  test("ignores a reply that comes after it began again", () => {
    const restarted = visitAfter(TYPED, ASKED, { type: "restarted" });

    expect(after(restarted, REPLIED)).toBe(restarted);
    expect(after(restarted, { type: "failed", id: QUESTION.id, failure: { type: "slow" } })).toBe(restarted);
  });

  test("shows and hides the way to staff", () => {
    expect(visitAfter({ type: "staff_toggled" }).isStaffShown).toBe(true);
    expect(visitAfter({ type: "staff_toggled" }, { type: "staff_toggled" }).isStaffShown).toBe(false);
  });
});

test("a character outside the basic plane counts once, as it does at the service", () => {
  expect(lengthOf("😀ế")).toBe(2);
});
