// The behaviour of a Digital Security Card+, apart from how it looks: what each key does to what the display shows.
// The card takes any PIN; only the response tells whether it was the right one.

export const PIN_DIGITS = 4;
export const CHALLENGE_DIGITS = 6;
export const STAYS_ON_FOR_MS = 30_000;

export class DscPlus {
  // `respond({question, pin})` computes; `onChange(display)` is called whenever the display changes.
  constructor({ respond, onChange, staysOnFor = STAYS_ON_FOR_MS }) {
    this.respond = respond;
    this.onChange = onChange;
    this.staysOnFor = staysOnFor;
    this.turnOff();
  }

  // The "press" button: on, or off again.
  press() {
    if (this.stage === "off") this.#enter("pin");
    else this.turnOff();
  }

  turnOff() {
    clearTimeout(this.timer);
    this.pin = "";
    this.#show("off", "");
  }

  digit(sign) {
    if (this.stage !== "pin" && this.stage !== "challenge") return;
    if (this.typed.length < this.#wanted()) this.#show(this.stage, this.typed + sign);
    this.#stayOn();
  }

  // Takes back the last digit.
  back() {
    if (this.stage !== "pin" && this.stage !== "challenge") return;
    this.#show(this.stage, this.typed.slice(0, -1));
    this.#stayOn();
  }

  async ok() {
    if (this.stage === "pin" && this.typed.length === PIN_DIGITS) {
      this.pin = this.typed;
      this.#enter("challenge");
    } else if (this.stage === "challenge" && this.typed.length === CHALLENGE_DIGITS) {
      const question = this.typed;
      this.#show("computing", "");
      const response = await this.respond({ question, pin: this.pin });
      this.pin = "";
      if (this.stage === "computing") {
        this.#show("response", response);
        this.#stayOn();
      }
    } else if (this.stage !== "off") {
      this.#stayOn();
    }
  }

  #enter(stage) {
    this.#show(stage, "");
    this.#stayOn();
  }

  #wanted() {
    return this.stage === "pin" ? PIN_DIGITS : CHALLENGE_DIGITS;
  }

  #stayOn() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.turnOff(), this.staysOnFor);
  }

  #show(stage, typed) {
    this.stage = stage;
    this.typed = typed;
    this.onChange({ stage, typed });
  }
}
