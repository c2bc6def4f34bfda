/** The conversation: what was asked and what was answered, in order. */
import "./Talk.css";

import type { JSX } from "preact";

import type { Messages } from "../messages";
import type { Visit } from "../visit";
import { ReplySlip } from "./ReplySlip";

interface TalkProps {
  readonly messages: Messages;
  readonly visit: Visit;
  readonly onAsk: (text: string) => void;
}

export function Talk({ messages, visit, onAsk }: TalkProps): JSX.Element {
  const waiting = visit.type === "waiting" ? [{ question: visit.question, reply: null }] : [];
  const exchanges = [...visit.exchanges, ...waiting];
  return (
    <div class="talk" role="log" aria-label={messages.conversation}>
      {exchanges.map(({ question, reply }, position) => (
        <article class="exchange" key={question.id}>
          <h2 class="question" tabIndex={-1}>
            <span class="for-ears">{messages.youAsked}: </span>
            {question.text}
          </h2>
          {reply === null ? (
            <p class="waiting">
              <span class="waiting__emblem" aria-hidden="true" />
              {messages.waiting}
            </p>
          ) : (
            <ReplySlip
              messages={messages}
              reply={reply}
              isNewest={position === exchanges.length - 1}
              onAsk={onAsk}
            />
          )}
        </article>
      ))}
    </div>
  );
}
