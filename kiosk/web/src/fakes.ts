/** What the tests put in the place of the service, and the replies that it gives. */
import type { Asked, AskedQuestion, Centre, Reply, Service } from "./api/client";

export const CENTRE: Centre = {
  id: "mau",
  name: "Trung tâm Phục vụ hành chính công phường Mẫu",
  address: "Số 1 đường Mẫu",
  telephone: "024 0000 0000",
  hours: "Thứ Hai đến thứ Sáu",
  is_open: true,
  next_opening: "2026-11-23T13:30:00+07:00",
  closed_because: "",
  is_sample: true,
};

/** Returns an answer; what a test is about is given. */
export function reply(changes: Partial<Reply> = {}): Reply {
  return {
    outcome: "answered",
    reply: "Bạn mang:\n- Tờ khai\n- Giấy chứng sinh (bản chính)",
    spoken: "Bạn mang tờ khai và giấy chứng sinh.",
    language: "vi",
    procedure: { code: "1.001193", name: "Đăng ký khai sinh" },
    facet: "documents",
    candidates: [],
    citations: [],
    score: 0.9,
    suggestions: [{ title: "Lệ phí", send: "Lệ phí bao nhiêu?" }],
    milliseconds: 5,
    conversation: "cuoc-tro-chuyen-1",
    ...changes,
  };
}

/** A service that gives the replies it was made with, in order, and keeps what it was asked. */
export class FakeService implements Service {
  readonly asked: AskedQuestion[] = [];
  private readonly replies: Asked[];

  constructor(...replies: Asked[]) {
    this.replies = replies;
  }

  ask(question: AskedQuestion): Promise<Asked> {
    this.asked.push(question);
    const next = this.replies.shift();
    return next === undefined ? new Promise(() => undefined) : Promise.resolve(next);
  }

  readCentre(): Promise<Centre | null> {
    return Promise.resolve(CENTRE);
  }
}
