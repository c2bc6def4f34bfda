/** Where and when a person can be reached. */
import "./StaffContact.css";

import type { JSX } from "preact";

import type { Centre } from "../api/client";
import type { Messages } from "../messages";
import { telephoneLink } from "../plaintext";

interface StaffContactProps {
  readonly messages: Messages;
  readonly centre: Centre | null;
}

export function StaffContact({ messages, centre }: StaffContactProps): JSX.Element {
  if (centre === null) return <p>{messages.staffMissing}</p>;
  return (
    <div class="staff-contact">
      <p>{messages.staffIntro}</p>
      <dl class="staff-contact__list">
        {centre.telephone !== "" && (
          <div>
            <dt>{messages.telephone}</dt>
            <dd>
              <a class="staff-contact__call" href={telephoneLink(centre.telephone)}>
                {centre.telephone}
              </a>
            </dd>
          </div>
        )}
        {centre.address !== "" && (
          <div>
            <dt>{messages.address}</dt>
            <dd lang="vi">{centre.address}</dd>
          </div>
        )}
        {centre.hours !== "" && (
          <div>
            <dt>{messages.hours}</dt>
            <dd>{centre.hours}</dd>
            <dd class={centre.is_open ? "staff-contact__open" : "staff-contact__closed"}>{openness(messages, centre)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

// The time is Vietnam's, whatever the clock of the device says: it is read as it is written.
function openness(messages: Messages, centre: Centre): string {
  if (centre.is_open) return messages.openNow;
  if (centre.next_opening === null) return messages.closed;
  const [day = "", clock = ""] = centre.next_opening.split("T");
  return messages.closedUntil(centre.closed_because, clock.slice(0, 5), messages.date(day));
}
