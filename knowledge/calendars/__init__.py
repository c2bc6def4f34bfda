"""Which days a centre works: its hours, public holidays, days swapped by the government, days of its own."""

from knowledge.calendars.centre import CentreCalendar, Day
from knowledge.calendars.holidays import Holiday, PublicHolidays, Swap, bundled, read

__all__ = ["CentreCalendar", "Day", "Holiday", "PublicHolidays", "Swap", "bundled", "read"]
