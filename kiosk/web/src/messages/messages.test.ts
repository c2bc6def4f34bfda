import { describe, expect, test } from "vitest";

import { MESSAGES } from ".";

describe.each(Object.entries(MESSAGES))("the words in %s", (_, messages) => {
  test("offer as many beginnings as the other language does, each with something to ask", () => {
    expect(messages.starters).toHaveLength(MESSAGES.vi.starters.length);
    expect(messages.starters.every(({ title, hint, send }) => title !== "" && hint !== "" && send !== "")).toBe(true);
  });

  test("say of every failure what was wrong and what to do", () => {
    for (const { message, whatToDo } of Object.values(messages.failures)) {
      expect(message).toMatch(/\.$/u);
      expect(whatToDo).toMatch(/\.$/u);
    }
  });
});

test("a day is written as people of each language write it", () => {
  expect(MESSAGES.vi.date("2026-08-05")).toBe("5/8/2026");
  expect(MESSAGES.en.date("2026-08-05")).toBe("5 August 2026");
});
