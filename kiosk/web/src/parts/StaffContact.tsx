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
            <dd lang="vi">{centre.hours}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
