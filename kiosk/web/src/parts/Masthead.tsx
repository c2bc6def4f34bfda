/** Whose page this is, in which language, and where the people are. */
import "./Masthead.css";

import type { JSX } from "preact";

import type { Centre, Language } from "../api/client";
import { MESSAGES, type Messages } from "../messages";
import { StaffContact } from "./StaffContact";

interface MastheadProps {
  readonly messages: Messages;
  readonly language: Language;
  readonly centre: Centre | null;
  readonly isStaffShown: boolean;
  readonly onToggleStaff: () => void;
  readonly onChooseLanguage: (language: Language) => void;
}

export function Masthead(props: MastheadProps): JSX.Element {
  const { messages, centre, isStaffShown } = props;
  const other: Language = props.language === "vi" ? "en" : "vi";
  return (
    <header class="masthead">
      <div class="masthead__name">
        <span class="masthead__emblem" aria-hidden="true" />
        <div>
          <p class="masthead__product" lang="vi">
            {messages.product}
          </p>
          <h1 class="masthead__centre">{centre?.name ?? messages.productLine}</h1>
          {centre?.is_sample === true && <p class="masthead__sample">{messages.sampleCentre}</p>}
        </div>
      </div>
      <div class="masthead__bar">
        <div class="masthead__actions">
          <button
            type="button"
            class="button button--on-lacquer masthead__staff-button"
            aria-expanded={isStaffShown}
            aria-controls="staff"
            onClick={props.onToggleStaff}
          >
            {messages.staff}
          </button>
          <button
            type="button"
            class="button button--on-lacquer"
            lang={other}
            onClick={() => {
              props.onChooseLanguage(other);
            }}
          >
            {MESSAGES[props.language].otherLanguage}
          </button>
        </div>
        <section
          id="staff"
          class={isStaffShown ? "masthead__staff masthead__staff--shown" : "masthead__staff"}
          aria-labelledby="staff-title"
        >
          <h2 id="staff-title" class="masthead__staff-title">
            {messages.staff}
          </h2>
          <StaffContact messages={messages} centre={centre} />
        </section>
      </div>
    </header>
  );
}
