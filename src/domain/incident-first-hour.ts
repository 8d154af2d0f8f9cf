/** The first hour of an incident: what helps and what makes it worse. Printed on the emergency card and shown by `vorfall sofort`. */
export const firstHour: { readonly do: readonly string[]; readonly leave: readonly string[] } = {
  do: [
    'Uhr und Papier: jeden Schritt mit Uhrzeit aufschreiben, Bildschirm fotografieren.',
    'Betroffene Geräte vom Netz nehmen: Kabel ziehen, WLAN aus. Eingeschaltet lassen, dann bleiben Spuren erhalten.',
    'Sicherungen schützen: Datenträger und Sicherungsgerät vom Netz trennen.',
    'Anrufen statt schreiben: IT-Betrieb, Beauftragte Person, Leitung. Eine Person entscheidet, alle anderen fragen sie.',
    'Kolleginnen und Kollegen sagen, was sie nicht mehr benutzen dürfen.',
  ],
  leave: [
    'Nichts löschen, nicht neu starten, nichts selbst „reparieren“.',
    'Auf betroffenen Geräten kein Kennwort eingeben, erst recht kein Administratorkennwort.',
    'Nicht zahlen und Erpressern nicht antworten.',
    'Nichts über betroffene Postfächer absprechen; nach außen spricht nur die Leitung.',
  ],
};
