/** The procedure that the next question is understood to be about, and a way out of it. */
import "./Topic.css";

import type { JSX } from "preact";

import type { Procedure } from "../api/client";
import type { Messages } from "../messages";

interface TopicProps {
  readonly messages: Messages;
  readonly topic: Procedure;
  readonly onDrop: () => void;
}

export function Topic({ messages, topic, onDrop }: TopicProps): JSX.Element {
  return (
    <p class="topic">
      <span class="topic__name">
        <span class="topic__label">{messages.topic}: </span>
        {topic.name}
      </span>
      <button type="button" class="topic__drop" aria-label={messages.dropTopic(topic.name)} onClick={onDrop}>
        <span aria-hidden="true">×</span>
      </button>
    </p>
  );
}
