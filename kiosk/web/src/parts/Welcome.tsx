/** What is seen before the first question. */
import "./Welcome.css";

import type { JSX } from "preact";

import type { Messages } from "../messages";

interface WelcomeProps {
  readonly messages: Messages;
  readonly onAsk: (text: string) => void;
}

export function Welcome({ messages, onAsk }: WelcomeProps): JSX.Element {
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <span class="welcome__drum" aria-hidden="true" />
      <h2 id="welcome-title" class="welcome__title" tabIndex={-1}>
        {messages.welcome}
      </h2>
      <p class="welcome__machine">{messages.machine}</p>
      <h3 class="welcome__starters-title">{messages.startersTitle}</h3>
      <ul class="welcome__starters">
        {messages.starters.map((starter) => (
          <li key={starter.send}>
            <button
              type="button"
              class="starter"
              onClick={() => {
                onAsk(starter.send);
              }}
            >
              <span class="starter__title">{starter.title}</span>
              <span class="starter__hint">{starter.hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
