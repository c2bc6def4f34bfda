/** Where a question is written and sent, and where it stays when it could not be sent. */
import "./Composer.css";

import type { JSX, TargetedEvent, TargetedKeyboardEvent } from "preact";

import type { Failure } from "../api/client";
import type { Messages } from "../messages";
import { isFaultOfDraft, lengthOf, QUESTION_LIMIT, type Visit } from "../visit";

interface ComposerProps {
  readonly messages: Messages;
  readonly visit: Visit;
  readonly isHintShown: boolean;
  readonly onType: (draft: string) => void;
  readonly onAsk: (text: string) => void;
}

const NEAR_THE_LIMIT = 200;

export function Composer({ messages, visit, isHintShown, onType, onAsk }: ComposerProps): JSX.Element {
  const failure = visit.type === "failed" ? visit.failure : null;
  const isTextAtFault = failure !== null && isFaultOfDraft(failure);

  function send(event: Event): void {
    event.preventDefault();
    onAsk(visit.draft);
  }

  function sendByEnter(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    // While a word is being composed, Enter belongs to the Vietnamese input method.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  }

  return (
    <form class="composer" onSubmit={send} noValidate>
      <div class="composer__failure" role="alert">
        {failure !== null && <FailureWords messages={messages} failure={failure} />}
      </div>
      <label class="composer__label" for="question">
        {messages.questionLabel}
      </label>
      <div class="composer__row">
        <textarea
          id="question"
          class="composer__field"
          rows={1}
          value={visit.draft}
          aria-describedby="question-hint question-length"
          aria-invalid={isTextAtFault}
          enterkeyhint="send"
          autocomplete="off"
          onInput={(event: TargetedEvent<HTMLTextAreaElement>) => {
            onType(event.currentTarget.value);
          }}
          onKeyDown={sendByEnter}
        />
        <button type="submit" class="button button--strong composer__send" aria-disabled={visit.type === "waiting"}>
          {failure !== null && !isTextAtFault ? messages.sendAgain : messages.send}
        </button>
      </div>
      <p class="composer__hint">
        <span id="question-hint" class={isHintShown ? undefined : "for-ears"}>
          {messages.questionHint}
        </span>
        <span id="question-length" class="composer__length">
          {lengthWords(messages, visit.draft)}
        </span>
      </p>
    </form>
  );
}

function FailureWords({ messages, failure }: { readonly messages: Messages; readonly failure: Failure }): JSX.Element {
  const { message, whatToDo } = failure.type === "explained" ? failure : messages.failures[failure.type];
  return (
    <p lang={failure.type === "explained" ? "vi" : undefined}>
      <strong>{message}</strong> {whatToDo}
    </p>
  );
}

function lengthWords(messages: Messages, draft: string): string {
  const left = QUESTION_LIMIT - lengthOf(draft.trim());
  if (left < 0) return messages.charactersOver(messages.number(-left));
  return left <= NEAR_THE_LIMIT ? messages.charactersLeft(messages.number(left)) : "";
}
