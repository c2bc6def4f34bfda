/** One reply, as a slip from the counter: the procedure, the words, what to press next, and what it rests on. */
import "./ReplySlip.css";

import type { JSX } from "preact";

import type { Outcome, Reply, Suggestion } from "../api/client";
import type { Messages } from "../messages";
import { helpLines, telephoneLink } from "../plaintext";
import { PlainText } from "./PlainText";
import { Sources } from "./Sources";

interface ReplySlipProps {
  readonly messages: Messages;
  readonly reply: Reply;
  /** Only the newest reply is still to be answered by pressing a button. */
  readonly isNewest: boolean;
  readonly onAsk: (text: string) => void;
}

const ASKS_BACK: ReadonlySet<Outcome> = new Set<Outcome>(["clarification", "near_procedures"]);

export function ReplySlip({ messages, reply, isNewest, onAsk }: ReplySlipProps): JSX.Element {
  const { outcome, citations } = reply;
  const { heading, body } = headed(reply);
  const hasChoices = isNewest && ASKS_BACK.has(outcome);
  return (
    <div class={outcome === "emergency" ? "slip slip--emergency" : "slip"}>
      <p class="for-ears">{messages.answer}</p>
      {heading !== null && (
        <h3 class="slip__procedure" lang={reply.language}>
          {heading}
        </h3>
      )}
      {outcome === "emergency" && <EmergencyCalls messages={messages} text={reply.reply} />}
      <PlainText text={hasChoices ? withoutChoices(body, reply.suggestions) : body} language={reply.language} />
      {isNewest && <NextButtons messages={messages} reply={reply} onAsk={onAsk} />}
      {citations.length > 0 && <Sources messages={messages} citations={citations} />}
    </div>
  );
}

// Many replies begin with a line that names the procedure; it is shown as the heading, not twice.
function headed({ procedure, reply }: Reply): { readonly heading: string | null; readonly body: string } {
  if (procedure === null) return { heading: null, body: reply };
  const [first = "", ...rest] = reply.split("\n");
  const isNamed = rest.length > 0 && first.startsWith(procedure.name);
  return isNamed ? { heading: first, body: rest.join("\n") } : { heading: procedure.name, body: reply };
}

// Channels without buttons need the choices in the words; beside the buttons they would stand twice.
function withoutChoices(text: string, choices: readonly Suggestion[]): string {
  const titles = new Set(choices.map(({ title }) => title));
  const isChoice = (line: string): boolean => titles.has(line.replace(/^\s*(?:\d+\.|-)\s+/u, "").trim());
  return text
    .split("\n")
    .filter((line) => !isChoice(line))
    .join("\n");
}

function EmergencyCalls({ messages, text }: { readonly messages: Messages; readonly text: string }): JSX.Element {
  return (
    <>
      <h3 class="slip__alarm">{messages.emergency}</h3>
      <ul class="slip__calls">
        {helpLines(text).map((number) => (
          <li key={number}>
            <a class="button button--strong" href={telephoneLink(number)}>
              {messages.call(number)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

type NextButtonsProps = Pick<ReplySlipProps, "messages" | "reply" | "onAsk">;

function NextButtons({ messages, reply, onAsk }: NextButtonsProps): JSX.Element | null {
  if (reply.suggestions.length === 0) return null;
  const isAskedBack = ASKS_BACK.has(reply.outcome);
  return (
    <div class={isAskedBack ? "next next--choices" : "next"}>
      <h3 class="next__title">{isAskedBack ? messages.choices : messages.suggestions}</h3>
      <ul class="next__list" lang={reply.language}>
        {reply.suggestions.map(({ title, send }) => (
          <li key={`${title}\n${send}`}>
            <button
              type="button"
              class={isAskedBack ? "choice" : "button"}
              onClick={() => {
                onAsk(send);
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
