# Die Räume der Beschaffung.
nav-acquisition = Beschaffung
acquisition-room = Räume der Beschaffung
agreements-title = Vereinbarungen
credits-title = Kredite
samples-title = Muster
