/** Asking the service: every way in which it may end is a value. */
import createClient from "openapi-fetch";

import type { components, paths } from "./schema";

export type Language = components["schemas"]["Language"];
export type Outcome = components["schemas"]["Outcome"];
export type Centre = components["schemas"]["CentreOut"];
export type Reply = components["schemas"]["AskResponse"];
export type Citation = components["schemas"]["CitationOut"];
export type Suggestion = components["schemas"]["SuggestionOut"];
export type Procedure = components["schemas"]["ProcedureOut"];
type ServiceError = components["schemas"]["ErrorOut"];

/** Why there is no reply. */
export type Failure =
  | { readonly type: "empty" }
  | { readonly type: "too_long" }
  | { readonly type: "offline" }
  | { readonly type: "slow" }
  | { readonly type: "too_many" }
  | { readonly type: "server" }
  // The service said what was wrong, in Vietnamese.
  | { readonly type: "explained"; readonly message: string; readonly whatToDo: string };

export type Asked =
  { readonly type: "replied"; readonly reply: Reply } | { readonly type: "failed"; readonly failure: Failure };

export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  readonly conversation: string | null;
  /** Null: the language that the question is written in. */
  readonly language: Language | null;
}

export interface Service {
  ask(question: AskedQuestion): Promise<Asked>;
  readCentre(language: Language): Promise<Centre | null>;
}

const ANSWER_TIMEOUT_SECONDS = 20;

/** Returns the service at an address; without one, the service that this page came from. */
export function connect(baseUrl = window.location.origin, seconds = ANSWER_TIMEOUT_SECONDS): Service {
  const client = createClient<paths>({ baseUrl });

  async function ask(question: AskedQuestion): Promise<Asked> {
    const { id, text, conversation, language } = question;
    try {
      const { data, error, response } = await client.POST("/api/v1/ask", {
        body: { question: text, conversation, language, message_id: id },
        signal: timeLimit(seconds),
      });
      return data === undefined ? failed(whyRefused(response.status, error)) : { type: "replied", reply: data };
    } catch (error: unknown) {
      return failed(whyUnreachable(error));
    }
  }

  async function readCentre(language: Language): Promise<Centre | null> {
    try {
      const { data } = await client.GET("/api/v1/centre", {
        params: { query: { language } },
        signal: timeLimit(seconds),
      });
      return data ?? null;
    } catch {
      // The chat works without the centre's particulars; the page then says that they are missing.
      return null;
    }
  }

  return { ask, readCentre };
}

function timeLimit(seconds: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => {
    controller.abort();
  }, seconds * 1000);
  return controller.signal;
}

function failed(failure: Failure): Asked {
  return { type: "failed", failure };
}

function whyRefused(status: number, body: unknown): Failure {
  const error = errorIn(body);
  if (error?.code === "question_too_long") return { type: "too_long" };
  if (status === 429) return { type: "too_many" };
  if (error === null || error.code === "internal_error") return { type: "server" };
  return { type: "explained", message: error.message, whatToDo: error.what_to_do };
}

// A proxy in between may answer with a page of its own, so the shape is looked at before it is believed.
function errorIn(body: unknown): ServiceError | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null) return null;
  if (!("code" in error) || !("message" in error) || !("what_to_do" in error)) return null;
  const { code, message, what_to_do } = error;
  if (typeof code !== "string" || typeof message !== "string" || typeof what_to_do !== "string") return null;
  return { code, message, what_to_do };
}

function whyUnreachable(error: unknown): Failure {
  if (error instanceof DOMException && error.name === "AbortError") return { type: "slow" };
  // A reply that is no JSON: something answered, but not the service.
  if (error instanceof SyntaxError) return { type: "server" };
  return { type: "offline" };
}
