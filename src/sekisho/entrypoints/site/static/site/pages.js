// What makes the pages a little easier where scripts run. Every page works without any of it.

import { offerCopying } from "./copying.js";
import { offerPrinting } from "./printing.js";
import { offerRevealing } from "./revealing.js";
import { holdBackWhileComposing } from "./composing.js";
import { keepTimeLeft } from "./time-left.js";
import { awaitPhone } from "./awaiting.js";
import { awaitApproval } from "./approving.js";
import { offerPasskeys } from "./passkeys.js";
import { followDocuments } from "./documents.js";
import { pickPhone } from "./guide.js";
import { coach } from "./coach.js";

offerCopying(document);
offerPrinting(document);
offerRevealing(document);
holdBackWhileComposing(document);
keepTimeLeft(document);
awaitPhone(document);
awaitApproval(document);
offerPasskeys(document);
followDocuments(document);
pickPhone(document);
coach(document);
document.querySelector("[data-focus]")?.focus();
