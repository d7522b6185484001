"""What can be asked for in this city, and what its offices are called."""

from services.intake.catalogue.city import Names, WindowReason
from services.intake.catalogue.items import Item
from services.intake.catalogue.loading import load_catalogue
from services.intake.catalogue.lookup import Catalogue

__all__ = ["Catalogue", "Item", "Names", "WindowReason", "load_catalogue"]
