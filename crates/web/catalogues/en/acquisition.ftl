# The rooms of acquisition.
nav-acquisition = Acquisition
acquisition-room = Rooms of acquisition
agreements-title = Agreements
credits-title = Credits
samples-title = Samples
