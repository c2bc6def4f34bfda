// @vitest-environment node
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, expect, test } from "vitest";

import { CENTRE, reply } from "../fakes";
import { connect, type AskedQuestion, type Service } from "./client";

const QUESTION: AskedQuestion = { id: "cau-1", text: "khai sinh", conversation: null, language: "vi" };

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Returns the service of a real server that answers each request in the given way; `received` keeps the bodies. */
async function serviceThat(answer: (response: ServerResponse) => void, received: unknown[] = []): Promise<Service> {
  const listening = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      if (body !== "") received.push(JSON.parse(body));
      answer(response);
    });
  });
  server = listening;
  await new Promise<void>((listens) => listening.listen(0, "127.0.0.1", listens));
  const { port } = listening.address() as AddressInfo;
  return connect(`http://127.0.0.1:${String(port)}`, 0.5);
}

function json(status: number, body: unknown): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };
}

function refusal(code: string): unknown {
  return { error: { code, message: "Có lỗi.", what_to_do: "Thử lại." } };
}

test("the question goes out with its id, conversation and language, and the reply comes back", async () => {
  const received: unknown[] = [];
  const service = await serviceThat(json(200, reply()), received);

  const asked = await service.ask(QUESTION);

  expect(asked).toEqual({ type: "replied", reply: reply() });
  expect(received).toEqual([{ question: "khai sinh", message_id: "cau-1", conversation: null, language: "vi" }]);
});

test.each([
  [422, refusal("question_too_long"), { type: "too_long" }],
  [429, refusal("too_many_questions"), { type: "too_many" }],
  [500, refusal("internal_error"), { type: "server" }],
  // What only the service can explain is shown in its own words.
  [503, refusal("no_edition"), { type: "explained", message: "Có lỗi.", whatToDo: "Thử lại." }],
  // A proxy in between speaks another shape.
  [502, { detail: "Bad Gateway" }, { type: "server" }],
])("a refusal with status %i and body %j is told apart", async (status, body, failure) => {
  const service = await serviceThat(json(status, body));

  expect(await service.ask(QUESTION)).toEqual({ type: "failed", failure });
});

test("a page that is no JSON is a fault of the server", async () => {
  const service = await serviceThat((response) => response.writeHead(200).end("<html>"));

  expect(await service.ask(QUESTION)).toEqual({ type: "failed", failure: { type: "server" } });
});

test("a service that does not answer in time is slow", async () => {
  const service = await serviceThat(() => undefined);

  expect(await service.ask(QUESTION)).toEqual({ type: "failed", failure: { type: "slow" } });
});

test("a service that cannot be reached is offline, and has no centre to tell", async () => {
  const service = await serviceThat(() => undefined);
  server?.close();

  expect(await service.ask(QUESTION)).toEqual({ type: "failed", failure: { type: "offline" } });
  expect(await service.readCentre("vi")).toBeNull();
});

test("the centre is read", async () => {
  const service = await serviceThat(json(200, CENTRE));

  expect(await service.readCentre("vi")).toEqual(CENTRE);
});
