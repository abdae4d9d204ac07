namespace Edge.Device.Planted;

public class Clean
{
}
