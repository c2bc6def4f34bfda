/** The state of one visit to the chat, and what may happen in it. */
import type { Centre, Failure, Language, Procedure, Reply } from "./api/client";

export const QUESTION_LIMIT = 2000;

export interface Question {
  /** Sent along, so that a question which is sent again counts once. */
  readonly id: string;
  readonly text: string;
}

export interface Exchange {
  readonly question: Question;
  readonly reply: Reply;
}

interface Remembered {
  readonly language: Language;
  /** Until someone chooses, the service answers in the language that a question is written in. */
  readonly isLanguageChosen: boolean;
  readonly centre: Centre | null;
  readonly conversation: string | null;
  /** The procedure that the next question is understood to be about. */
  readonly topic: Procedure | null;
  readonly exchanges: readonly Exchange[];
  readonly draft: string;
  readonly isStaffShown: boolean;
}

export type Visit = Remembered &
  (
    | { readonly type: "ready" }
    | { readonly type: "waiting"; readonly question: Question }
    | { readonly type: "failed"; readonly failure: Failure; readonly question: Question }
  );

export type VisitEvent =
  | { readonly type: "typed"; readonly draft: string }
  | { readonly type: "asked"; readonly question: Question }
  | { readonly type: "replied"; readonly id: string; readonly reply: Reply }
  | { readonly type: "failed"; readonly id: string; readonly failure: Failure }
  | { readonly type: "topic_dropped" }
  | { readonly type: "restarted" }
  | { readonly type: "staff_toggled" }
  | { readonly type: "language_chosen"; readonly language: Language }
  | { readonly type: "centre_read"; readonly centre: Centre | null };

/** Returns the visit as it is before the first question. */
export function begin(language: Language): Visit {
  return {
    type: "ready",
    language,
    // Vietnamese is where everyone begins; nobody has chosen it.
    isLanguageChosen: language !== "vi",
    centre: null,
    conversation: null,
    topic: null,
    exchanges: [],
    draft: "",
    isStaffShown: false,
  };
}

/** Returns the visit after an event; an event that no longer matters changes nothing. */
export function after(visit: Visit, event: VisitEvent): Visit {
  switch (event.type) {
    case "typed":
      return typed(visit, event.draft);
    case "asked":
      return asked(visit, event.question);
    case "replied":
      return isAwaited(visit, event.id) ? replied(visit, event.reply) : visit;
    case "failed":
      return isAwaited(visit, event.id) ? failed(visit, event.failure) : visit;
    case "topic_dropped":
      // The service remembers the topic with the conversation, so the next question begins a new one.
      return { ...visit, topic: null, conversation: null };
    case "restarted":
      return { ...begin(visit.language), isLanguageChosen: visit.isLanguageChosen, centre: visit.centre };
    case "staff_toggled":
      return { ...visit, isStaffShown: !visit.isStaffShown };
    case "language_chosen":
      return { ...visit, language: event.language, isLanguageChosen: true };
    case "centre_read":
      // What was read before is kept while the network is away.
      return { ...visit, centre: event.centre ?? visit.centre };
  }
}

/** Returns the length of a question as the service counts it: in characters, not in UTF-16 halves. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

function typed(visit: Visit, draft: string): Visit {
  // A draft that is being mended is no longer at fault; a missing network still is.
  const isMended = visit.type === "failed" && isFaultOfDraft(visit.failure);
  return isMended ? { ...visit, type: "ready", draft } : { ...visit, draft };
}

/** Returns whether the citizen can mend a failure by writing something else. */
export function isFaultOfDraft(failure: Failure): boolean {
  return failure.type === "empty" || failure.type === "too_long";
}

function asked(visit: Visit, question: Question): Visit {
  if (visit.type === "waiting") return visit;
  const failure = whyNotSent(question.text);
  if (failure !== null) return { ...visit, type: "failed", failure, question };
  return { ...visit, type: "waiting", question, draft: question.text === visit.draft.trim() ? "" : visit.draft };
}

function whyNotSent(text: string): Failure | null {
  if (text === "") return { type: "empty" };
  return lengthOf(text) > QUESTION_LIMIT ? { type: "too_long" } : null;
}

type Waiting = Extract<Visit, { type: "waiting" }>;

// A reply may come after the citizen began again.
function isAwaited(visit: Visit, id: string): visit is Waiting {
  return visit.type === "waiting" && visit.question.id === id;
}

function replied(visit: Waiting, reply: Reply): Visit {
  return {
    ...visit,
    type: "ready",
    conversation: reply.conversation,
    topic: reply.procedure,
    exchanges: [...visit.exchanges, { question: visit.question, reply }],
  };
}

function failed(visit: Waiting, failure: Failure): Visit {
  // What was asked goes back into the field, before whatever was typed while waiting.
  const draft = [visit.question.text, visit.draft].filter((text) => text !== "").join("\n");
  return { ...visit, type: "failed", failure, draft };
}
