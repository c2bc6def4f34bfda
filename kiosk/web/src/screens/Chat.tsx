/** The web chat: one visit, from the welcome to the last answer. */
import "./Chat.css";

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { Language } from "../api/client";
import { MESSAGES } from "../messages";
import { Composer } from "../parts/Composer";
import { Masthead } from "../parts/Masthead";
import { Talk } from "../parts/Talk";
import { Topic } from "../parts/Topic";
import { Welcome } from "../parts/Welcome";
import type { Visit } from "../visit";

export interface ChatProps {
  readonly visit: Visit;
  readonly onType: (draft: string) => void;
  readonly onAsk: (text: string) => void;
  readonly onDropTopic: () => void;
  readonly onRestart: () => void;
  readonly onToggleStaff: () => void;
  readonly onChooseLanguage: (language: Language) => void;
}

export function Chat(props: ChatProps): JSX.Element {
  const { visit } = props;
  const messages = MESSAGES[visit.language];
  const isBegun = visit.exchanges.length > 0 || visit.type === "waiting";
  const page = useFocusKept(visit);

  // A pressed button goes away with its question answered, so the question takes the focus.
  function askByButton(text: string): void {
    page.isPressed.current = true;
    props.onAsk(text);
  }

  return (
    <div class="chat" ref={page.element}>
      <Masthead
        messages={messages}
        language={visit.language}
        centre={visit.centre}
        isStaffShown={visit.isStaffShown}
        onToggleStaff={props.onToggleStaff}
        onChooseLanguage={props.onChooseLanguage}
      />
      <main class="chat__main">
        <div class="chat__page">
          {isBegun ? (
            <Talk messages={messages} visit={visit} onAsk={askByButton} />
          ) : (
            <Welcome messages={messages} onAsk={askByButton} />
          )}
        </div>
        <div class="chat__foot">
          {isBegun && (
            <div class="chat__tools">
              {visit.topic !== null && <Topic messages={messages} topic={visit.topic} onDrop={props.onDropTopic} />}
              <button type="button" class="button button--quiet chat__restart" onClick={props.onRestart}>
                {messages.restart}
              </button>
            </div>
          )}
          <Composer
            messages={messages}
            visit={visit}
            isHintShown={!isBegun}
            onType={props.onType}
            onAsk={props.onAsk}
          />
        </div>
      </main>
    </div>
  );
}

/** Keeps the focus on something that makes sense, and the newest question in view, after each change. */
function useFocusKept(visit: Visit) {
  const element = useRef<HTMLDivElement>(null);
  const isPressed = useRef(false);
  const before = useRef(visit);

  useLayoutEffect(() => {
    const { type, exchanges, topic } = before.current;
    before.current = visit;
    const focus = (selector: string): void => {
      element.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    };
    if (visit.type === "waiting" && type !== "waiting" && isPressed.current) focus(".exchange:last-child .question");
    else if (visit.type === "failed" && type !== "failed") focus(".composer__field");
    else if (exchanges.length > 0 && visit.exchanges.length === 0) focus(".welcome__title");
    else if (topic !== null && visit.topic === null && visit.type === type) focus(".composer__field");
    if (visit.type !== "waiting") isPressed.current = false;
  }, [visit]);

  useEffect(() => {
    const newest = element.current?.querySelector(".exchange:last-child");
    newest?.scrollIntoView({ block: "start" });
  }, [visit.exchanges.length, visit.type === "waiting"]);

  return { element, isPressed };
}
