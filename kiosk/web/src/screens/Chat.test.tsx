import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, test, vi } from "vitest";

import type { Reply } from "../api/client";
import { CENTRE, reply } from "../fakes";
import { begin, type Visit } from "../visit";
import { Chat, type ChatProps } from "./Chat";

afterEach(cleanup);

const READY: Visit = { ...begin("vi"), centre: CENTRE };

function answeredWith(changes: Partial<Reply>): Visit {
  const given = reply(changes);
  return { ...READY, exchanges: [{ question: { id: "1", text: "hỏi" }, reply: given }], topic: given.procedure };
}

function callbacks() {
  return {
    onType: vi.fn(),
    onAsk: vi.fn(),
    onDropTopic: vi.fn(),
    onRestart: vi.fn(),
    onToggleStaff: vi.fn(),
    onChooseLanguage: vi.fn(),
  } satisfies Omit<ChatProps, "visit">;
}

function show(visit: Visit) {
  const said = callbacks();
  const { container, rerender } = render(<Chat visit={visit} {...said} />);
  return {
    said,
    container,
    change: (next: Visit) => {
      rerender(<Chat visit={next} {...said} />);
    },
  };
}

describe("before the first question", () => {
  test("a citizen reads that a machine answers and where a person is", () => {
    show(READY);

    expect(screen.getByText(/Ở đây máy trả lời/u)).toBeTruthy();
    expect(screen.getByRole("link", { name: "024 0000 0000" }).getAttribute("href")).toBe("tel:02400000000");
    expect(screen.getByText("Trung tâm mẫu, chưa phải nơi thật")).toBeTruthy();
  });

  test("a life event asks its question", () => {
    const { said } = show(READY);

    fireEvent.click(screen.getByRole("button", { name: /Mới sinh con/u }));

    expect(said.onAsk).toHaveBeenCalledExactlyOnceWith("Làm giấy khai sinh cho con cần giấy tờ gì?");
  });

  test("beside the hours stands that the centre is open now", () => {
    show(READY);

    expect(screen.getByText("Đang mở cửa")).toBeTruthy();
  });

  test("of a closed centre stands why, and when it opens again", () => {
    const closed = { is_open: false, next_opening: "2026-11-25T07:30:00+07:00", closed_because: "Ngày Văn hóa Việt Nam" };
    show({ ...READY, centre: { ...CENTRE, ...closed } });

    expect(screen.getByText("Đang nghỉ (Ngày Văn hóa Việt Nam), mở lại lúc 07:30 ngày 25/11/2026")).toBeTruthy();
  });

  test("the same is said in English", () => {
    const closed = { is_open: false, next_opening: "2026-11-23T13:30:00+07:00", closed_because: "" };
    show({ ...begin("en"), centre: { ...CENTRE, ...closed } });

    expect(screen.getByText("Closed now, opens at 13:30 on 23 November 2026")).toBeTruthy();
  });

  test("a centre that could not be read is said to be missing", () => {
    show(begin("vi"));

    expect(screen.getByText(/chưa đọc được địa chỉ/u)).toBeTruthy();
  });
});

describe("the field", () => {
  test("sends by Enter, and makes a new line by Shift and Enter", () => {
    const { said } = show({ ...READY, draft: "khai sinh" });
    const field = screen.getByLabelText("Câu hỏi của bạn");

    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    expect(said.onAsk).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "Enter" });
    expect(said.onAsk).toHaveBeenCalledExactlyOnceWith("khai sinh");
  });

  test("leaves Enter to the input method while a word is being composed", () => {
    const { said } = show({ ...READY, draft: "khai sinh" });

    fireEvent.keyDown(screen.getByLabelText("Câu hỏi của bạn"), { key: "Enter", isComposing: true });

    expect(said.onAsk).not.toHaveBeenCalled();
  });

  test("counts what is left near the limit, and what is too much beyond it", () => {
    const { change } = show({ ...READY, draft: "a".repeat(1000) });
    expect(screen.queryByText(/ký tự/u)).toBeNull();

    change({ ...READY, draft: "a".repeat(1880) });
    expect(screen.getByText("Còn 120 ký tự")).toBeTruthy();

    change({ ...READY, draft: "a".repeat(3500) });
    expect(screen.getByText("Dài quá 1.500 ký tự")).toBeTruthy();
  });

  test("is marked when the question itself is at fault", () => {
    show({ ...READY, type: "failed", failure: { type: "too_long" }, question: { id: "1", text: "a" } });

    expect(screen.getByLabelText("Câu hỏi của bạn").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toContain("dài quá 2.000 ký tự");
    expect(screen.getByRole("button", { name: "Gửi" })).toBeTruthy();
  });

  test("shows what the service explained, marked as Vietnamese", () => {
    const failure = { type: "explained", message: "Chưa đăng thủ tục.", whatToDo: "Hỏi cán bộ." } as const;
    show({ ...begin("en"), type: "failed", failure, question: { id: "1", text: "a" } });

    expect(screen.getByRole("alert").querySelector("[lang=vi]")?.textContent).toBe("Chưa đăng thủ tục. Hỏi cán bộ.");
  });
});

describe("a reply", () => {
  test("is shown as text, whatever is written in it", () => {
    const { container } = show(answeredWith({ reply: "<img src=x onerror=alert(1)> <b>đậm</b>" }));

    expect(screen.getByText("<img src=x onerror=alert(1)> <b>đậm</b>")).toBeTruthy();
    expect(container.querySelector("img, b")).toBeNull();
  });

  test("names its procedure, which can be put aside", () => {
    const { said } = show(answeredWith({}));

    expect(screen.getByRole("heading", { name: "Đăng ký khai sinh" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /không hỏi về Đăng ký khai sinh nữa/u }));

    expect(said.onDropTopic).toHaveBeenCalledOnce();
  });

  test("that begins with the name of its procedure does not say it twice", () => {
    const { container } = show(answeredWith({ reply: "Đăng ký khai sinh: lệ phí\nKhông mất lệ phí." }));

    expect(screen.getByRole("heading", { name: "Đăng ký khai sinh: lệ phí" })).toBeTruthy();
    expect(container.querySelector(".plain-text")?.textContent).toBe("Không mất lệ phí.");
  });

  test.each(["clarification", "near_procedures"] as const)("of %s offers its choices large", (outcome) => {
    const { said } = show(
      answeredWith({ outcome, procedure: null, suggestions: [{ title: "Cấp lần đầu", send: "1.001193" }] }),
    );

    expect(screen.getByText("Chọn một ý dưới đây")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Cấp lần đầu" }));

    expect(said.onAsk).toHaveBeenCalledExactlyOnceWith("1.001193");
  });

  test("in an emergency can be called at once", () => {
    show(answeredWith({ outcome: "emergency", reply: "Gọi 114 khi có cháy.", procedure: null, suggestions: [] }));

    expect(screen.getByRole("heading", { name: "Việc khẩn cấp" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Gọi 114" }).getAttribute("href")).toBe("tel:114");
  });

  test("that hands over lets the telephone number in it be called", () => {
    const { container } = show(answeredWith({ outcome: "handed_over", procedure: null, reply: "Gọi 024 3826 0000." }));

    expect(container.querySelector(".plain-text a")?.getAttribute("href")).toBe("tel:02438260000");
  });

  test("lists its choices in words only once they can no longer be pressed", () => {
    const asking = reply({
      outcome: "clarification",
      procedure: null,
      reply: "Bạn cần việc nào?\n1. Xin bản sao\n2. Đăng ký lại",
      suggestions: [
        { title: "Xin bản sao", send: "a" },
        { title: "Đăng ký lại", send: "b" },
      ],
    });
    const first = { question: { id: "1", text: "mất giấy" }, reply: asking };
    const { container, change } = show({ ...READY, exchanges: [first] });
    expect(container.querySelector(".plain-text")?.textContent).toBe("Bạn cần việc nào?");

    change({ ...READY, exchanges: [first, { question: { id: "2", text: "a" }, reply: reply() }] });
    expect(container.querySelector(".plain-text ol")?.textContent).toBe("Xin bản saoĐăng ký lại");
  });

  test("tells each procedure that it rests on once, with decision, legal basis, day and a link", () => {
    const cited = {
      code: "1.001193",
      decision: "1872/QĐ-BTP",
      legal_basis: ["60/2014/QH13"],
      checked_on: "2026-11-20",
      url: "https://dichvucong.gov.vn/1",
    };
    const { container } = show(
      answeredWith({
        citations: [
          { ...cited, field: "cases[0].documents" },
          { ...cited, field: "methods" },
        ],
      }),
    );
    const sources = container.querySelector("details");

    expect(sources?.open).toBe(false);
    expect(sources?.querySelectorAll("dl")).toHaveLength(1);
    expect(sources?.textContent).toContain("1872/QĐ-BTP");
    expect(sources?.textContent).toContain("60/2014/QH13");
    expect(sources?.textContent).toContain("20/11/2026");
    expect(sources?.textContent).toContain("Giấy tờ · Cách nộp, thời gian, phí");
    expect(sources?.querySelector("a")?.getAttribute("href")).toBe("https://dichvucong.gov.vn/1");
  });

  test("keeps its own language when the page is in another", () => {
    const { container } = show({ ...answeredWith({}), language: "en" });

    expect(container.querySelector(".plain-text")?.getAttribute("lang")).toBe("vi");
  });

  test("that is no longer the newest has no buttons to press", () => {
    const first = answeredWith({}).exchanges;
    const second = { question: { id: "2", text: "hỏi nữa" }, reply: reply({ suggestions: [] }) };
    show({ ...READY, exchanges: [...first, second] });

    expect(screen.queryByRole("button", { name: "Lệ phí" })).toBeNull();
  });
});

describe("the focus", () => {
  const question = { id: "1", text: "hỏi" };

  test("goes to the question that a button asked", () => {
    const { change } = show(READY);

    fireEvent.click(screen.getByRole("button", { name: /Mới sinh con/u }));
    change({ ...READY, type: "waiting", question });

    expect(document.activeElement?.textContent).toContain("hỏi");
  });

  test("stays in the field when the question was typed there", () => {
    const { change } = show({ ...READY, draft: "hỏi" });
    const field = screen.getByLabelText("Câu hỏi của bạn");
    field.focus();

    fireEvent.keyDown(field, { key: "Enter" });
    change({ ...READY, type: "waiting", question });
    change(answeredWith({}));

    expect(document.activeElement).toBe(field);
  });

  test("goes to the field when the question comes back to it", () => {
    const { change } = show({ ...READY, type: "waiting", question });

    change({ ...READY, type: "failed", failure: { type: "offline" }, question, draft: "hỏi" });

    expect(document.activeElement).toBe(screen.getByLabelText("Câu hỏi của bạn"));
  });

  test("goes to the welcome when the citizen begins again, and to the field when the procedure is put aside", () => {
    const { change } = show(answeredWith({}));

    change({ ...answeredWith({}), topic: null });
    expect(document.activeElement).toBe(screen.getByLabelText("Câu hỏi của bạn"));

    change(READY);
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Bạn cần làm giấy tờ gì?" }));
  });
});
