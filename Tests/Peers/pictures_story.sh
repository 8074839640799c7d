# A search of an invented person, recorded by the program itself: sourced by pictures.sh, which sets `say`.
# Today is Tuesday, 13 October 2026, 7:55 in Chicago.

say setting tz America/Chicago
say setting my_name "Nora Whitfield"
say setting my_phone 312-555-0177
say setting holidays 2026-10-12
say playbook use martin

# Larkspur: a promise that passed.
say open "Larkspur Mutual" "Claims support associate" --at 2026-09-14
say contact add "Tobias Lindqvist" --company "Larkspur Mutual" --role hiring_manager --phone 312-555-0142 --set direct_line=yes
say log email larkspur --at 2026-09-21 --contact tobias
say log reply larkspur pending --at 2026-09-23 --contact tobias
say log interview larkspur --at "2026-10-06 10:00" --contact tobias
say log thank-you larkspur --at "2026-10-06 17:00" --contact tobias
say log promise larkspur "a decision before the end of the week" --by 2026-10-09 --at 2026-10-06

# Harbor & Vale: voicemails, nobody calls back.
say open "Harbor & Vale" "Scheduling coordinator" --at 2026-08-31
say contact add "Imani Okafor" --company "Harbor & Vale" --role recruiter --phone "+1 312 555 0118" --email imani@example.org
say log interview harbor --at "2026-09-24 14:00" --contact imani
say log thank-you harbor --at 2026-09-25 --contact imani
say log promise harbor "by Monday" --by 2026-09-28 --at 2026-09-24
say log call harbor voicemail --at "2026-10-01 08:05" --contact imani
say log call harbor voicemail --at "2026-10-06 16:40" --contact imani

# Quillfeather: an interview ahead.
say open "Quillfeather Press" "Editorial assistant" --at 2026-09-28
say contact add "Marta Reyes-Lund" --company "Quillfeather Press" --role interviewer --phone 312-555-0163 --email marta@example.org
say log call quillfeather spoke --at "2026-10-02 11:00" --contact marta
say log interview quillfeather --at "2026-10-16 15:00" --contact marta

# Meridian: rests until they have a budget.
say open "Meridian Transit" "Dispatch analyst" --at 2026-09-02
say contact add "Casper Oduya" --company "Meridian Transit" --role hr --phone 312-555-0129
say log reply meridian postponed --by 2026-10-21 --at 2026-09-18 --contact casper
say snooze meridian 2026-10-21 --reason "budget round"

# Foxglove: they called when they had said they would, and have named another day.
say open "Foxglove Clinics" "Front desk lead" --at 2026-08-24
say contact add "Dr. Anneke Brandt" --company "Foxglove Clinics" --role hiring_manager --phone 312-555-0151
say log interview foxglove --at "2026-09-10 09:30" --contact anneke
say log thank-you foxglove --at 2026-09-10 --contact anneke
say log promise foxglove "within two weeks" --by 2026-09-24 --at 2026-09-10
say log call foxglove spoke --at "2026-09-23 09:00" --set direction=in --contact anneke
say log interview foxglove --at "2026-10-01 09:30" --contact anneke
say log thank-you foxglove --at 2026-10-02 --contact anneke
say log promise foxglove "we meet on Thursday" --by 2026-10-15 --at 2026-10-01

# Two more that were only sent, and a lead.
say open "Tidewater Energy" "Customer care" --at 2026-10-05
say contact add "Maeve Sorrento" --company "Tidewater Energy" --role recruiter --phone 312-555-0133 --email maeve@example.org
say open "Osprey Analytics" "Data clerk" --at 2026-10-09
say open "Northlight Museum" "Visitor services" --lead --at 2026-10-12

# What is over.
ended() { # COMPANY ROLE APPLIED CLOSED REASON
  say open "$1" "$2" --at "$3"
}
ended "Birch & Stone" "Receptionist" 2026-06-01
say log interview birch --at 2026-06-10
say log promise birch --by 2026-06-17 --at 2026-06-10
say log reply birch rejected --at 2026-06-16
say close birch --reason "they declined" --at 2026-06-16
ended "Calder Freight" "Dispatcher" 2026-06-08
say log interview calder --at 2026-06-19
say log promise calder --by 2026-06-26 --at 2026-06-19
say log call calder voicemail --at 2026-06-30
say log call calder voicemail --at 2026-07-02
say close calder --reason silence --at 2026-07-21
ended "Lumen Dental" "Office manager" 2026-06-22
say log reply lumen filled --at 2026-07-07
say close lumen --reason "filled" --at 2026-07-07
ended "Foxglove Clinics" "Records clerk" 2026-05-11
say log interview "records clerk" --at 2026-05-20
say log promise "records clerk" --by 2026-05-29 --at 2026-05-20
say log call "records clerk" spoke --set direction=in --at 2026-05-28
say log reply "records clerk" rejected --at 2026-05-28
say close "records clerk" --reason "they chose somebody inside" --at 2026-05-28
ended "Sable Logistics" "Coordinator" 2026-07-06
say close sable --reason silence --at 2026-08-14
ended "Greywater Trust" "Programme assistant" 2026-07-13
say log interview greywater --at 2026-07-24
say log promise greywater --by 2026-07-31 --at 2026-07-24
say log call greywater voicemail --at 2026-08-04
say log reply greywater rejected --at 2026-08-06
say close greywater --reason "they declined" --at 2026-08-06
ended "Pinnacle Fitness" "Membership" 2026-07-20
say close pinnacle --reason "the hours did not fit" --at 2026-07-27
