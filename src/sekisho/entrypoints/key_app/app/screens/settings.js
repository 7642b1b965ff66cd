/** Settings: the look where the phone was mistaken for another, the language, and what the app keeps. Help stands beside it. */

import { choiceOf, choose, languageNow, lookOfThePhone } from "../choices.js";
import { choice } from "../fields.js";
import { installOffer } from "../installing.js";
import { redraw } from "../navigation.js";
import { note, row, rows, telephoneRows } from "../parts.js";
import { say } from "../speech.js";
import { isKeptOffline, updateNote } from "../updates.js";

const TONGUES = [{ value: "ja", label: "日本語" }, { value: "en", label: "English" }];

export async function settings() {
  return {
    title: say("more.settings"),
    body: [
      updateNote(),
      chooser("look", [
        { value: "", label: say("settings.look.own"), detail: say(`settings.look.${lookOfThePhone()}`) },
        { value: "ios", label: say("settings.look.ios") },
        { value: "android", label: say("settings.look.android") },
      ]),
      chooser("language", [{ value: "", label: say("settings.language.own") }, ...TONGUES]),
      note(say((await isKeptOffline()) ? "settings.offline" : "settings.online"), { kind: "calm" }),
      note(say("settings.kept"), { title: say("settings.kept_title") }),
      installOffer(),
    ],
  };
}

export async function help() {
  const language = languageNow();
  return {
    title: say("more.help"),
    body: [
      note(say("help.text")),
      telephoneRows(),
      rows([row({ label: say("help.articles"), detail: say("help.articles_detail"), picture: "help", href: `/${language}/help/` })]),
    ],
  };
}

function chooser(what, options) {
  const title = say(`settings.${what}.title`);
  return choice({ name: what, title, options, chosen: choiceOf(what), onchange: (value) => {
    choose(what, value);
    redraw();
  } }).element;
}
