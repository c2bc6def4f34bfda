/** Wires the chat to the service and to the page around it. */
import type { JSX } from "preact";
import { useEffect, useReducer } from "preact/hooks";

import type { Language, Service } from "./api/client";
import { MESSAGES } from "./messages";
import { Chat } from "./screens/Chat";
import { after, begin, type Question, type Visit } from "./visit";

const CENTRE_READ_SECONDS = 300;

export function App({ service }: { readonly service: Service }): JSX.Element {
  const [visit, tell] = useReducer(after, languageOfPage(), begin);
  const { language, centre } = visit;
  const awaited = visit.type === "waiting" ? visit.question : null;

  useEffect(() => {
    let isLeft = false;
    const read = (): void => {
      void service.readCentre(language).then((found) => {
        if (!isLeft) tell({ type: "centre_read", centre: found });
      });
    };
    read();
    // Whether it is open changes while the page stays open.
    const again = setInterval(read, CENTRE_READ_SECONDS * 1000);
    return () => {
      isLeft = true;
      clearInterval(again);
    };
  }, [service, language]);

  useEffect(() => {
    if (awaited === null) return;
    const chosen = visit.isLanguageChosen ? language : null;
    void service.ask({ ...awaited, conversation: visit.conversation, language: chosen }).then((asked) => {
      tell({ ...asked, id: awaited.id });
    });
    // Only a new question asks: a language that is chosen while waiting holds from the next one on.
  }, [awaited]);

  useEffect(() => {
    showInPage(language, centre?.name ?? MESSAGES[language].productLine);
  }, [language, centre]);

  return (
    <Chat
      visit={visit}
      onType={(draft) => {
        tell({ type: "typed", draft });
      }}
      onAsk={(text) => {
        tell({ type: "asked", question: questionOf(visit, text.trim()) });
      }}
      onDropTopic={() => {
        tell({ type: "topic_dropped" });
      }}
      onRestart={() => {
        tell({ type: "restarted" });
      }}
      onToggleStaff={() => {
        tell({ type: "staff_toggled" });
      }}
      onChooseLanguage={(chosen) => {
        tell({ type: "language_chosen", language: chosen });
      }}
    />
  );
}

// The same question sent again keeps its id, so that the service answers it once.
function questionOf(visit: Visit, text: string): Question {
  const isSentAgain = visit.type === "failed" && visit.question.text === text;
  return isSentAgain ? visit.question : { id: newId(), text };
}

// `crypto.randomUUID` is missing where the page is served without TLS, as it is inside a centre.
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function languageOfPage(): Language {
  return new URLSearchParams(window.location.search).get("lang") === "en" ? "en" : "vi";
}

function showInPage(language: Language, title: string): void {
  document.documentElement.lang = language;
  document.title = MESSAGES[language].documentTitle(title);
  const address = new URL(window.location.href);
  if (language === "vi") address.searchParams.delete("lang");
  else address.searchParams.set("lang", language);
  if (address.href !== window.location.href) window.history.replaceState(null, "", address);
}
