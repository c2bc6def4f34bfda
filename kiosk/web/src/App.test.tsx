import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { App } from "./App";
import { FakeService, reply } from "./fakes";

beforeEach(() => {
  window.history.replaceState(null, "", "/");
});
afterEach(cleanup);

function field(): HTMLTextAreaElement {
  return screen.getByLabelText<HTMLTextAreaElement>(/Câu hỏi của bạn|Your question/u);
}

function citizenAsks(text: string): void {
  fireEvent.input(field(), { target: { value: text } });
  fireEvent.keyDown(field(), { key: "Enter" });
}

test("a question is asked, answered, and followed up in the same conversation", async () => {
  const service = new FakeService(
    { type: "replied", reply: reply() },
    { type: "replied", reply: reply({ reply: "Không mất lệ phí." }) },
  );
  render(<App service={service} />);

  citizenAsks("  lam giay khai sinh can gi ");
  await screen.findByText("Giấy chứng sinh (bản chính)");
  fireEvent.click(screen.getByRole("button", { name: "Lệ phí" }));
  await screen.findByText("Không mất lệ phí.");

  expect(service.asked.map(({ text, conversation }) => [text, conversation])).toEqual([
    ["lam giay khai sinh can gi", null],
    ["Lệ phí bao nhiêu?", "cuoc-tro-chuyen-1"],
  ]);
});

test("a question that could not be sent stays, is explained, and counts once when it is sent again", async () => {
  const service = new FakeService(
    { type: "failed", failure: { type: "offline" } },
    { type: "replied", reply: reply() },
  );
  render(<App service={service} />);

  citizenAsks("khai sinh");
  const alert = await screen.findByText(/Không có kết nối mạng/u);
  expect(alert).toBeTruthy();
  expect(field().value).toBe("khai sinh");
  fireEvent.click(screen.getByRole("button", { name: "Gửi lại" }));
  await screen.findByText("Giấy chứng sinh (bản chính)");

  expect(service.asked[1]?.id).toBe(service.asked[0]?.id);
  expect(within(screen.getByRole("alert")).queryByText(/./u)).toBeNull();
});

test("a question that was changed before it is sent again is a new one", async () => {
  const service = new FakeService({ type: "failed", failure: { type: "offline" } });
  render(<App service={service} />);

  citizenAsks("khai sinh");
  await screen.findByText(/Không có kết nối mạng/u);
  citizenAsks("khai tử");
  await screen.findByText("Đang tra thủ tục…");

  expect(service.asked[1]?.id).not.toBe(service.asked[0]?.id);
});

test("the language is one tap away, is kept in the address, and goes along with the next question", async () => {
  const service = new FakeService({ type: "replied", reply: reply({ language: "en" }) });
  render(<App service={service} />);

  fireEvent.click(screen.getByRole("button", { name: "English" }));
  await screen.findByText("Which papers do you need?");
  citizenAsks("birth certificate");

  await screen.findByText("Giấy chứng sinh (bản chính)");
  expect(document.documentElement.lang).toBe("en");
  expect(window.location.search).toBe("?lang=en");
  expect(service.asked[0]?.language).toBe("en");
});

test("a language that nobody chose is left to the service", async () => {
  const service = new FakeService({ type: "replied", reply: reply({}) });
  render(<App service={service} />);

  citizenAsks("birth certificate");

  await screen.findByText("Giấy chứng sinh (bản chính)");
  expect(service.asked[0]?.language).toBeNull();
});

test("the page is named after the centre", async () => {
  render(<App service={new FakeService()} />);

  await vi.waitFor(() => {
    expect(document.title).toBe("Một Cửa – Trung tâm Phục vụ hành chính công phường Mẫu");
  });
});
