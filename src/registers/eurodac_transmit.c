#include "registers/eurodac_transmit.h"

ST_CODES_DEFINE(eurodac_sending, EURODAC_SENDING)
ST_CODES_DEFINE(eurodac_delay, EURODAC_DELAY)
ST_SHAPE_DEFINE(eurodac_transmission, EURODAC_TRANSMISSION, "Transmission to Eurodac", "Eurodac Art 37")
